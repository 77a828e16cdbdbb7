import { parseDuration } from '../../plan/duration.ts';
import { resumeFrom } from '../../plan/execution/resume.ts';
import { type Fault, FaultError } from '../../plan/fault.ts';
import { resolveInputs } from '../../plan/inputs.ts';
import type { JobSnapshot, RetryRequest, RunPlanInput } from '../../plan/job.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';
import { CannedAnswers } from '../answers/canned-answers.ts';
import type { Layer } from '../answers/find-answer.ts';
import { TestFault } from '../answers/test-fault.ts';
import { checkJob, type Span } from '../expect/check-job.ts';
import type { Mismatch } from '../expect/mismatch.ts';
import { nameIn } from '../file/check-test-file.ts';
import type { AnswersSpec, CaseSpec, DuringSpec, ExpectSpec, RetrySpec } from '../file/schema.ts';
import type { Contracts } from '../machine/reply.ts';
import { VirtualClock } from '../machine/virtual-clock.ts';
import { VirtualJob } from '../machine/virtual-job.ts';

export interface CaseOptions {
  plan: ExecutionPlan;
  test: CaseSpec;
  /** Of the test, in the file. */
  path: Path;
  /** Answers of the whole file. */
  common: AnswersSpec;
  contracts: Contracts;
}

/** One attempt of a test's job, and how it differs from what is expected. */
export interface AttemptRun {
  job: VirtualJob;
  span: Span;
  mismatches: Mismatch[];
}

export interface CaseRun {
  attempts: AttemptRun[];
  /** What the test's own file has wrong. */
  fault: TestFault | undefined;
  /** Where there is no job to be at odds with. */
  mismatches: Mismatch[];
}

const DEFAULT_START = '2026-01-01T00:00:00Z';

/** Runs a test once. */
export async function runCase(options: CaseOptions): Promise<CaseRun> {
  const { plan, test, path } = options;
  const { inputs, faults } = resolveInputs(plan.inputs, (test.inputs ?? {}) as JsonObject);
  const refused = test.expect?.refused_inputs;
  if (refused !== undefined) {
    const names = faults.map(({ pointer }) => nameIn(pointer));
    return { attempts: [], fault: undefined, mismatches: checkRefused(refused, names, [...path, 'expect']) };
  }
  const run = new RunningCase(options, inputs);
  try {
    await run.all();
    return { attempts: run.attempts, fault: undefined, mismatches: [] };
  } catch (error) {
    if (!(error instanceof TestFault)) throw error;
    return { attempts: run.attempts, fault: error, mismatches: [] };
  }
}

function checkRefused(refused: string | string[], names: readonly string[], path: Path): Mismatch[] {
  const expected = [refused].flat().toSorted().join(', ');
  const actual = names.toSorted().join(', ');
  if (expected === actual) return [];
  return [{ path: [...path, 'refused_inputs'], expected, actual: actual === '' ? 'none' : actual }];
}

/** What is said of one attempt of the job. */
interface Part {
  answers: AnswersSpec;
  during?: DuringSpec | undefined;
  expect?: ExpectSpec | undefined;
  path: Path;
}

class RunningCase {
  readonly attempts: AttemptRun[] = [];
  private readonly options: CaseOptions;
  private readonly inputs: JsonObject;
  private readonly clock: VirtualClock;
  private readonly positions = new Map<string, number>();

  constructor(options: CaseOptions, inputs: JsonObject) {
    this.options = options;
    this.inputs = inputs;
    this.clock = new VirtualClock(Date.parse(options.test.job?.started_at ?? DEFAULT_START));
  }

  async all(): Promise<void> {
    const { test, path } = this.options;
    await this.attempt({ answers: test, during: test.during, expect: test.expect, path });
    for (const [index, retry] of (test.retries ?? []).entries()) await this.retry(retry, [...path, 'retries', index]);
  }

  private async retry(retry: RetrySpec, path: Path): Promise<void> {
    const before = this.attempts.at(-1) as AttemptRun;
    const { execution } = before.job;
    if (!execution.hasEnded) throw new TestFault('The job has not ended, so that it cannot be tried again.', path);
    const resume = resumed(this.options.plan, before.job.snapshot(), retry.request ?? {}, path);
    await this.attempt({ answers: retry, during: retry.during, expect: retry.expect, path }, resume, before.job);
  }

  private async attempt(part: Part, resume?: JobSnapshot, before?: VirtualJob): Promise<void> {
    const { clock } = this;
    const job = new VirtualJob({
      input: this.inputOf(resume),
      clock,
      contracts: this.options.contracts,
      standIns: this.standIns(part),
      ...(before && { before }),
    });
    const run: AttemptRun = { job, span: { start: clock.now, end: clock.now }, mismatches: [] };
    this.attempts.push(run);
    for (const { at, do: deed } of part.during ?? []) clock.after(parseDuration(at) ?? 0, DEEDS[deed](job));
    await clock.run(() => job.run());
    run.span = { ...run.span, end: clock.now };
    run.mismatches = checkJob(part.expect ?? {}, job, run.span, [...part.path, 'expect']);
  }

  private inputOf(resume?: JobSnapshot): RunPlanInput {
    const { plan, test } = this.options;
    return {
      job_id: test.job?.id ?? 'test',
      attempt: this.attempts.length + 1,
      asset: test.job?.asset ?? null,
      plan,
      inputs: this.inputs,
      task_queues: { light: 'light', heavy: 'heavy' },
      software_version: 'test',
      ...(resume && { resume }),
    };
  }

  private standIns({ answers, path }: Part): CannedAnswers {
    const { test, common, contracts, path: own } = this.options;
    const { positions } = this;
    const layers: Layer[] = [{ answers, path }];
    if (answers !== test) layers.push({ answers: test, path: own });
    layers.push({ answers: common, path: [] });
    return new CannedAnswers({ layers, contracts, positions, job: '' });
  }
}

const DEEDS: Readonly<Record<DuringSpec[number]['do'], (job: VirtualJob) => () => void>> = {
  pause: (job) => () => job.execution.control.pause(),
  resume: (job) => () => job.execution.control.resume(),
  cancel: (job) => () => job.cancel(),
};

function resumed(plan: ExecutionPlan, snapshot: JobSnapshot, request: object, path: Path): JobSnapshot {
  try {
    // Through JSON, as it goes from one run of the workflow to the next.
    return JSON.parse(JSON.stringify(resumeFrom(plan, snapshot, request as RetryRequest))) as JobSnapshot;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new TestFault((error.fault satisfies Fault).message, [...path, 'request']);
  }
}
