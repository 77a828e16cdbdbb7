import { ApplicationFailure, CancellationScope, CancelledFailure, defineQuery, setHandler } from '@temporalio/workflow';
import { type JobProgress, PROGRESS, type RunPlanInput, type RunPlanResult } from '../plan/job.ts';
import { JobExecution } from './job-execution.ts';
import { Reporter } from './reporter.ts';

export const progressQuery = defineQuery<JobProgress>(PROGRESS);

/**
 * The interpreter workflow: runs a plan's nodes as soon as their own parents allow it, and tells the asset service. The plan
 * is in its input, so a spec that changes does not change a job.
 *
 * Fails with an ApplicationFailure whose type is the code of the first node that failed.
 */
export async function runPlan(input: RunPlanInput): Promise<RunPlanResult> {
  const execution = new JobExecution(input);
  const reporter = new Reporter(execution);
  setHandler(progressQuery, () => execution.progress());

  // Cancelled by Temporal's own request, from the API or its UI: a state of the job's nodes, so that `run` returns here too.
  await execution.run();
  await CancellationScope.nonCancellable(() => reporter.reportOutcome());
  return conclude(execution);
}

function conclude(execution: JobExecution): RunPlanResult {
  const { outcome } = execution;
  switch (outcome.state) {
    case 'completed':
      return outcome.result;
    case 'cancelled':
      throw new CancelledFailure(outcome.fault.message);
    case 'failed': {
      const { code, message } = outcome.fault;
      throw ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [outcome.fault] });
    }
  }
}
