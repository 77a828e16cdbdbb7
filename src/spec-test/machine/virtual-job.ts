import { childId } from '../../plan/execution/child-id.ts';
import type { Room, WorkflowCall } from '../../plan/execution/effects.ts';
import { JobExecution } from '../../plan/execution/job-execution.ts';
import { isSameWork, resumeFrom } from '../../plan/execution/resume.ts';
import { inputsOfUsed } from '../../plan/execution/used-inputs.ts';
import { usedRunsOfEach } from '../../plan/execution/used-runs.ts';
import { type Fault, FaultError } from '../../plan/fault.ts';
import { isSettled } from '../../plan/graph-run.ts';
import type { ApprovalDecision, JobSnapshot, RunPlanInput } from '../../plan/job.ts';
import type { JsonObject } from '../../plan/json.ts';
import { Cancelled } from './cancel-scope.ts';
import { JobRecord, placeOf } from './job-record.ts';
import type { Contracts, StandIns } from './reply.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { virtualEffects } from './virtual-effects.ts';

export interface VirtualJobOptions {
  input: RunPlanInput;
  clock: VirtualClock;
  contracts: Contracts;
  standIns: StandIns;
  /** The job's attempt before this one. */
  before?: VirtualJob;
  /** How much more a run may take on; `plenty` unless said. */
  room?: () => Room;
}

/** One attempt of a job in virtual time: the machine that runs it everywhere, with stand-ins for the world. */
export class VirtualJob {
  readonly record: JobRecord;
  /** Runs of other specs, by `placeOf`: the last one of each. */
  readonly used = new Map<string, VirtualJob>();
  /** The same, of all attempts of the job, by the names that its snapshots have for them. */
  private readonly runs: Map<string, VirtualJob>;
  private readonly options: VirtualJobOptions;
  private current: JobExecution;
  private cancelRun: () => void = () => {};

  constructor(options: VirtualJobOptions) {
    const { input, before } = options;
    this.options = options;
    this.record = new JobRecord(input.plan, before?.record);
    this.runs = before?.runs ?? new Map();
    this.current = this.executionOf(input);
  }

  get execution(): JobExecution {
    return this.current;
  }

  /** Goes on in new runs as long as one says that it has to. Faults of the job are its outcome. */
  async run(): Promise<void> {
    const { clock, input } = this.options;
    let isCancelled = false;
    await clock.cancellable(async (cancel) => {
      this.cancelRun = () => {
        isCancelled = true;
        cancel();
      };
      await this.current.run();
      while (this.current.mustContinue && !isCancelled) {
        // Through JSON, as it goes from one run of the workflow to the next.
        const next = JSON.parse(JSON.stringify(this.current.nextRun())) as ReturnType<JobExecution['nextRun']>;
        this.current = this.executionOf({ ...input, ...next });
        await this.current.run();
      }
      if (this.current.mustContinue) await this.current.endCancelled();
    });
  }

  snapshot(): JobSnapshot {
    return this.current.snapshot();
  }

  cancel(): void {
    this.cancelRun();
  }

  private executionOf(input: RunPlanInput): JobExecution {
    const { clock, contracts, standIns, room = () => 'plenty' } = this.options;
    const { record } = this;
    const effects = virtualEffects({
      ...{ clock, contracts, standIns, record, room },
      control: () => execution.control,
      runUsed: (call, its) => this.runUsed(call, its),
    });
    const execution = new JobExecution(input, effects);
    execution.onChange = (nodeId) => this.changed(execution, nodeId);
    execution.control.listen((isPaused) => {
      for (const job of this.used.values()) job.setPaused(isPaused);
    });
    return execution;
  }

  private changed(execution: JobExecution, nodeId: string): void {
    const { clock } = this.options;
    const { state } = execution.report(nodeId);
    if (state === 'running') {
      this.record.nodeBegan(nodeId, clock.now);
      this.decideOn(nodeId);
    }
    if (isSettled(state)) this.record.nodeEnded(nodeId, clock.now);
  }

  private decideOn(nodeId: string): void {
    const { clock, standIns, input } = this.options;
    if (input.plan.nodes[nodeId]?.kind !== 'approval') return;
    const decision = standIns.decision(nodeId);
    if (!decision) return;
    const { approved, by, comment, takes_ms } = decision;
    clock.after(takes_ms, () => decide(this.current, { node_id: nodeId, approved, by, comment }));
  }

  private async runUsed(call: WorkflowCall, standIns: StandIns): Promise<JsonObject> {
    const { input, clock, contracts } = this.options;
    const plan = input.plan.uses?.[call.uses];
    if (!plan) throw new Error(`the plan has no plan of ${call.uses}`);
    const place = placeOf(call.node_id, call.key);
    const { resume: _, used_runs: __, ...own } = input;
    const used_runs = usedRunsOfEach(input);
    const its = {
      ...own,
      ...(used_runs === undefined ? {} : { used_runs }),
      job_id: childId(input.job_id, call.node_id, call.key),
      plan,
      inputs: inputsOfUsed(plan, call.inputs),
      parent: { job_id: input.job_id, node_id: call.node_id, key: call.key, goes_on: true as const },
    };
    const before = this.runs.get(call.before ?? '');
    const job = new VirtualJob({
      ...{ clock, contracts, standIns },
      input: before ? goingOn(its, before) : its,
      ...(before && { before }),
    });
    this.used.set(place, job);
    const run = `${place}#${this.runs.size}`;
    this.runs.set(run, job);
    call.began(run);
    if (this.current.control.isPaused) job.setPaused(true);
    await job.run();
    return outputsOf(job.execution);
  }

  private setPaused(isPaused: boolean): void {
    if (isPaused) this.current.control.pause();
    else this.current.control.resume();
  }
}

/** From where a run before it was, if that did the same work. */
function goingOn(input: RunPlanInput, before: VirtualJob): RunPlanInput {
  if (!isSameWork(before.execution.input, input)) return input;
  // Through JSON, as it goes from one run of the workflow to the next.
  const snapshot = JSON.parse(JSON.stringify(before.snapshot())) as JobSnapshot;
  return { ...input, resume: resumeFrom(input.plan, snapshot, {}) };
}

/** A decision that comes too late is none. */
function decide(execution: JobExecution, decision: ApprovalDecision): void {
  try {
    execution.control.decide(decision);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
  }
}

function outputsOf({ outcome }: JobExecution): JsonObject {
  if (outcome.state === 'completed') return outcome.result.outputs;
  if (outcome.state === 'cancelled') throw new Cancelled();
  throw new FaultError(outcome.fault as Fault);
}
