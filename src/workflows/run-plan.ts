import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  defineQuery,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import { bounded } from '../plan/bounded-fault.ts';
import { JobExecution } from '../plan/execution/job-execution.ts';
import { usedRunsOfEach } from '../plan/execution/used-runs.ts';
import { FaultError } from '../plan/fault.ts';
import {
  type ApprovalDecision,
  DECIDE,
  type JobProgress,
  type JobSnapshot,
  PROGRESS,
  type RunPlanInput,
  type RunPlanResult,
  SNAPSHOT,
} from '../plan/job.ts';
import { Children } from './effects/children.ts';
import { temporalEffects } from './effects/temporal-effects.ts';
import { Reporter } from './reporter.ts';
import { obey } from './signals.ts';
import { withWhatIsDone } from './snapshots.ts';

export const progressQuery = defineQuery<JobProgress>(PROGRESS);
export const snapshotQuery = defineQuery<JobSnapshot>(SNAPSHOT);
export const decideUpdate = defineUpdate<void, [ApprovalDecision]>(DECIDE);

/**
 * The interpreter workflow: runs a plan's nodes as soon as their own parents allow it, and tells the asset service. The plan
 * is in its input, so a spec that changes does not change a job.
 *
 * Fails with an ApplicationFailure whose type is the code of the first node that failed.
 */
export async function runPlan(given: RunPlanInput): Promise<RunPlanResult> {
  const { before, resume, plan } = given;
  const input = before === undefined || resume ? given : await withWhatIsDone(given, before);
  const children = new Children();
  const effects = temporalEffects({ ...input, uses: plan.uses ?? {}, used_runs: usedRunsOfEach(given), children });
  const execution = new JobExecution(input, effects);
  const reporter = new Reporter(execution);
  setHandler(progressQuery, () => execution.progress());
  setHandler(snapshotQuery, () => execution.snapshot());
  setHandler(decideUpdate, (decision) => execution.control.decide(decision), {
    validator: (decision) => inApplication(() => execution.control.checkDecision(decision)),
  });
  obey(execution.control, children);

  // Cancelled by Temporal's own request, from the API or its UI: a state of the job's nodes, so that `run` returns here too.
  await execution.run();
  if (execution.mustContinue) {
    const report_sequence = await reporter.settled();
    // The next run would know nothing of it.
    if (CancellationScope.current().consideredCancelled) await execution.endCancelled();
    else await goOn(input, execution, report_sequence);
  }
  await CancellationScope.nonCancellable(() => reporter.reportOutcome());
  return conclude(execution);
}

function goOn(input: RunPlanInput, execution: JobExecution, report_sequence: number): Promise<never> {
  const next = execution.nextRun();
  return continueAsNew<typeof runPlan>({ ...input, ...next, resume: { ...next.resume, report_sequence } });
}

function conclude(execution: JobExecution): RunPlanResult {
  const { outcome } = execution;
  switch (outcome.state) {
    case 'completed':
      return outcome.result;
    case 'cancelled':
      throw new CancelledFailure(outcome.fault.message);
    case 'failed':
      throw failureOf(outcome.fault);
  }
}

/** An update's validator answers its caller with an ApplicationFailure; another error would be a fault of the workflow's code. */
function inApplication(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof FaultError ? failureOf(error.fault) : error;
  }
}

function failureOf(fault: FaultError['fault']): ApplicationFailure {
  const { code, message, ...rest } = bounded(fault);
  return ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [{ code, message, ...rest }] });
}
