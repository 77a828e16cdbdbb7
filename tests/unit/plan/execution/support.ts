import { HANDLER_CATALOGUE } from '../../../../src/activities/catalogue.ts';
import type { Room } from '../../../../src/plan/execution/effects.ts';
import { resumeFrom } from '../../../../src/plan/execution/resume.ts';
import type { Fault } from '../../../../src/plan/fault.ts';
import { resolveInputs } from '../../../../src/plan/inputs.ts';
import type { RetryRequest } from '../../../../src/plan/job.ts';
import type { JsonObject, JsonValue } from '../../../../src/plan/json.ts';
import type { ExecutionPlan } from '../../../../src/plan/plan.ts';
import { withChunks } from '../../../../src/spec-test/machine/chunking.ts';
import type { Decision, Reply, StandIns, TaskAttempt } from '../../../../src/spec-test/machine/reply.ts';
import { VirtualClock } from '../../../../src/spec-test/machine/virtual-clock.ts';
import { VirtualJob } from '../../../../src/spec-test/machine/virtual-job.ts';
import { compile } from '../../../../src/yaml-compiler/compile.ts';
import { formatDiagnostic } from '../../../../src/yaml-compiler/diagnostic.ts';

/** When every job of these tests begins. */
export const START = Date.parse('2026-01-01T00:00:00Z');

/** What an attempt comes to: its output, or a fault. Undefined echoes the params. */
type Answer = JsonValue | undefined | Failure | Slow;
class Failure {
  readonly fault: Fault;
  readonly retryable: boolean;
  constructor(fault: Fault, retryable: boolean) {
    this.fault = fault;
    this.retryable = retryable;
  }
}
class Slow {
  readonly ms: number;
  readonly answer: Answer;
  constructor(ms: number, answer: Answer) {
    this.ms = ms;
    this.answer = answer;
  }
}
export const fail = (code: string, { retryable = true } = {}) =>
  new Failure({ code, message: `Failed with ${code}.` }, retryable);
export const after = (ms: number, answer?: Answer) => new Slow(ms, answer);

export interface JobOptions {
  inputs?: JsonObject;
  answer?: (attempt: TaskAttempt) => Answer;
  decisions?: Record<string, Partial<Decision>>;
  /** What is done from outside, by milliseconds from the start. */
  during?: Record<number, (job: VirtualJob) => void>;
  room?: () => Room;
  /** Items of every fan-out in chunks of this size, or singly (1); as the spec has it when left out. */
  chunks?: number;
  /** Runs of used specs at a time; any number unless said. */
  used_runs?: number | undefined;
  /** Other specs, by id. */
  specs?: Record<string, string>;
}

export function planOf(yaml: string, specs: Record<string, string> = {}): ExecutionPlan {
  const sources = {
    ids: () => Object.keys(specs),
    places: () => [],
    get: (id: string) => (specs[id] === undefined ? undefined : { file: `${id}.yaml`, source: specs[id] }),
  };
  const { plan, diagnostics } = compile(yaml, { file: 'spec.yaml', catalogue: HANDLER_CATALOGUE, specs: sources });
  if (!plan) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return plan;
}

/** A job of a spec, run in virtual time until it has ended or can do nothing more by itself. */
export class Job {
  readonly attempt: VirtualJob;
  private readonly clock: VirtualClock;
  private readonly options: JobOptions;

  private constructor(attempt: VirtualJob, clock: VirtualClock, options: JobOptions) {
    this.attempt = attempt;
    this.clock = clock;
    this.options = options;
  }

  static async run(yaml: string, options: JobOptions = {}): Promise<Job> {
    const given = planOf(yaml, options.specs);
    const { chunks } = options;
    const plan = chunks === undefined ? given : withChunks(given, () => chunks);
    const { inputs, faults } = resolveInputs(plan.inputs, options.inputs ?? {});
    if (faults.length > 0) throw new Error(JSON.stringify(faults));
    const task_queues = { light: 'light', heavy: 'heavy' };
    const clock = new VirtualClock(START);
    return Job.go(clock, options, {
      job_id: 'job',
      attempt: 1,
      asset: null,
      plan,
      inputs,
      task_queues,
      ...(options.used_runs === undefined ? {} : { used_runs: options.used_runs }),
      software_version: 'test',
    });
  }

  /** The next attempt of the job. */
  retry(request: RetryRequest = {}, options: Partial<JobOptions> = {}): Promise<Job> {
    const { input } = this.attempt.execution;
    const resume = resumeFrom(input.plan, this.attempt.snapshot(), request);
    // Once through JSON, as Temporal takes it from one run to the next.
    const plain = JSON.parse(JSON.stringify(resume)) as typeof resume;
    const next = { ...this.options, during: {}, ...options };
    return Job.go(this.clock, next, { ...input, attempt: input.attempt + 1, resume: plain }, this.attempt);
  }

  private static async go(
    clock: VirtualClock,
    options: JobOptions,
    input: VirtualJob['execution']['input'],
    before?: VirtualJob,
  ): Promise<Job> {
    const { room } = options;
    const contracts = {
      input: (_: string, params: JsonObject) => params,
      output: (_: string, output: JsonValue) => output,
    };
    const job = new VirtualJob({
      input,
      clock,
      contracts,
      standIns: standIns(options),
      ...(before && { before }),
      ...(room && { room }),
    });
    for (const [ms, act] of Object.entries(options.during ?? {})) clock.after(Number(ms), () => act(job));
    await clock.run(() => job.run());
    return new Job(job, clock, options);
  }

  get state(): string {
    const { execution } = this.attempt;
    return execution.hasEnded ? execution.outcome.state : 'running';
  }

  get fault(): Fault | undefined {
    const { execution } = this.attempt;
    return execution.hasEnded && execution.outcome.state !== 'completed' ? execution.outcome.fault : undefined;
  }

  get outputs(): JsonObject | undefined {
    const { execution } = this.attempt;
    return execution.hasEnded && execution.outcome.state === 'completed' ? execution.outcome.result.outputs : undefined;
  }

  /** By node. */
  get states(): Record<string, string> {
    const { nodes } = this.attempt.execution.progress();
    return Object.fromEntries(nodes.map(({ node_id, state }) => [node_id, state]));
  }

  output(nodeId: string): JsonValue | undefined {
    return this.attempt.snapshot().nodes[nodeId]?.output;
  }

  report(nodeId: string) {
    return this.attempt.execution.report(nodeId);
  }

  /** `node` or `node/key` of every attempt of this job's attempt, in the order in which they began. */
  get calls(): string[] {
    return this.attempt.record.calls.map(({ node_id, key }) => (key === null ? node_id : `${node_id}/${key}`));
  }

  /** Since the job began: milliseconds of virtual time. */
  get took(): number {
    return this.clock.now - START;
  }
}

function standIns(options: JobOptions): StandIns {
  return {
    task: (attempt) => replyOf(options.answer?.(attempt), attempt),
    workflow: () => ({ kind: 'run', standIns: standIns(options) }),
    decision: (node_id) => {
      const decision = options.decisions?.[node_id];
      return decision && { approved: true, by: 'somebody', comment: null, takes_ms: 0, ...decision };
    },
  };
}

function replyOf(answer: Answer, attempt: TaskAttempt, takes_ms = 0): Reply {
  if (answer instanceof Slow) return replyOf(answer.answer, attempt, answer.ms);
  if (answer instanceof Failure) return { kind: 'failure', fault: answer.fault, retryable: answer.retryable, takes_ms };
  const echoed = { echoed_params: attempt.params, steps_taken: 1 };
  return { kind: 'output', output: answer === undefined ? echoed : answer, takes_ms };
}
