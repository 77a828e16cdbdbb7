import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { describeRun } from '../../../src/api/domain/temporal/describe-run.ts';
import { startJob } from '../../../src/api/domain/temporal/start-job.ts';
import { LARGE_MESSAGES } from '../../../src/main/large-messages.ts';
import { resolveInputs } from '../../../src/plan/inputs.ts';
import {
  type JobProgress,
  type JobTerms,
  type NodeReport,
  PROGRESS,
  RECORD_OUTCOME,
  type RetryRequest,
  RUN_PLAN,
  type RunPlanInput,
  type RunPlanResult,
  type TaskQueues,
} from '../../../src/plan/job.ts';
import type { JsonObject } from '../../../src/plan/json.ts';
import type { ExecutionPlan } from '../../../src/plan/plan.ts';
import { compile } from '../../../src/yaml-compiler/compile.ts';
import { formatDiagnostic } from '../../../src/yaml-compiler/diagnostic.ts';
import { type SpecSources, specsInFolder } from '../../../src/yaml-compiler/uses/spec-sources.ts';
import { dataConverterOf } from '../../support/data-converter.ts';
import { eventually, stackEnv } from '../../support/stack.ts';

const SHIPPED_SPECS = specsInFolder(fileURLToPath(new URL('../../../workflows', import.meta.url)), 'workflows');

let client: Promise<Client> | undefined;

export function temporalClient(): Promise<Client> {
  client ??= Connection.connect({ address: stackEnv('TEMPORAL_ADDRESS'), channelArgs: LARGE_MESSAGES }).then(
    (connection) =>
      new Client({
        connection,
        namespace: stackEnv('TEMPORAL_NAMESPACE'),
        dataConverter: dataConverterOf(stackEnv('RHUMBLINE_STORAGE_URL')),
      }),
  );
  return client;
}

export async function closeTemporalClient(): Promise<void> {
  await (await client)?.connection.close();
}

/** The shipped specs, and a test's own before them. */
export function withSpecs(own: Record<string, string>): SpecSources {
  return {
    get: (id) => (own[id] === undefined ? SHIPPED_SPECS.get(id) : { file: `${id}.yaml`, source: own[id] }),
    ids: () => [...Object.keys(own), ...SHIPPED_SPECS.ids()],
    places: () => SHIPPED_SPECS.places(),
  };
}

/** @param specs where the specs are that it uses */
export function planOf(source: string, specs: SpecSources = SHIPPED_SPECS): ExecutionPlan {
  const { plan, diagnostics } = compile(source, { file: 'test.yaml', catalogue: HANDLER_CATALOGUE, specs });
  if (!plan) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return plan;
}

export function stackQueues(): TaskQueues {
  return { light: stackEnv('RHUMBLINE_TASK_QUEUE_LIGHT'), heavy: stackEnv('RHUMBLINE_TASK_QUEUE_HEAVY') };
}

/** On which jobs run where the stack runs them. */
export function stackTerms(): JobTerms {
  return { task_queues: stackQueues(), used_runs: 20 };
}

/** Starts a plan as a job of its own, on the stack's worker or that of other queues, past the HTTP interfaces. */
export async function startPlan(
  plan: ExecutionPlan,
  given: JsonObject = {},
  task_queues: TaskQueues = stackQueues(),
  used_runs = 20,
): Promise<WorkflowHandle> {
  const { inputs, faults } = resolveInputs(plan.inputs, given);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const job_id = `${plan.workflow_id}-${randomUUID()}`;
  const input: RunPlanInput = {
    job_id,
    attempt: 1,
    asset: null,
    plan,
    inputs,
    task_queues,
    used_runs,
    software_version: 'test',
  };
  const { workflow } = await temporalClient();
  return workflow.start(RUN_PLAN, { workflowId: job_id, taskQueue: task_queues.light, args: [input] });
}

/** The next attempt of such a job, which has ended. */
export async function retryPlan(
  { workflowId }: Pick<WorkflowHandle, 'workflowId'>,
  plan: ExecutionPlan,
  given: JsonObject = {},
  retry_request: RetryRequest = {},
): Promise<WorkflowHandle> {
  const client = await temporalClient();
  const { inputs } = resolveInputs(plan.inputs, given);
  const attempt = ((await describeRun(client, workflowId))?.attempt ?? 0) + 1;
  const job = { job_id: workflowId, attempt, asset: null, plan, inputs, software_version: 'test', retry_request };
  const outcome = await startJob(client, stackTerms(), { ...job, priority: 5, submitted_by: 'test' });
  if (outcome.kind !== 'started') throw new Error(JSON.stringify(outcome));
  return client.workflow.getHandle(workflowId);
}

export interface FinishedPlan {
  handle: WorkflowHandle;
  /** `COMPLETED`, `FAILED`, `CANCELLED` */
  status: string;
  result: RunPlanResult | undefined;
  error: WorkflowFailedError | undefined;
  nodes: Record<string, NodeReport>;
}

export async function finish(handle: WorkflowHandle): Promise<FinishedPlan> {
  const [result, error] = await handle.result().then(
    (value: RunPlanResult) => [value, undefined] as const,
    (reason: unknown) => {
      if (reason instanceof WorkflowFailedError) return [undefined, reason] as const;
      throw reason;
    },
  );
  const { status } = await handle.describe();
  const progress = await eventually(() => handle.query<JobProgress>(PROGRESS));
  const nodes = Object.fromEntries(progress.nodes.map((node) => [node.node_id, node]));
  return { handle, status: status.name, result, error, nodes };
}

export async function run(source: string, inputs: JsonObject = {}): Promise<FinishedPlan> {
  return finish(await startPlan(planOf(source), inputs));
}

/** Activity ids in the order in which they were scheduled, without the reports on the way: how many there are depends on the time. */
export async function scheduledActivities(handle: WorkflowHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    const id = scheduled?.activityId ?? [];
    return scheduled?.activityType?.name === RECORD_OUTCOME && id !== RECORD_OUTCOME ? [] : id;
  });
}
