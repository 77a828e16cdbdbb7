import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import pg from 'pg';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { storableJson } from '../../src/db/storable-json.ts';
import { resolveInputs } from '../../src/plan/inputs.ts';
import type { RetryRequest } from '../../src/plan/job.ts';
import type { ExecutionPlan } from '../../src/plan/plan.ts';
import { SUBMIT_SCHEDULED, type SubmitScheduledInput } from '../../src/plan/scheduled.ts';
import { planOf, stackQueues, startPlan, temporalClient } from '../integration/support/run-spec.ts';
import { stackEnv } from '../support/stack.ts';
import type { ReplayCase } from './cases.ts';

export interface EndedRun {
  workflowId: string;
  runId: string;
}

/** @returns the first run of what is to be kept, when all of it has ended */
export async function runCase({ spec, inputs = {}, during, retry, scheduled }: ReplayCase): Promise<EndedRun> {
  const plan = planOf(spec);
  const handle = await (scheduled ? startScheduled(plan) : startPlan(plan, inputs));
  const { workflowId, runId } = await handle.describe();
  await during?.(handle);
  await untilEnded(handle);
  if (retry === undefined) return { workflowId, runId };
  return retried(workflowId, { plan, inputs: resolveInputs(plan.inputs, inputs).inputs, retry });
}

type Retry = { retry: RetryRequest } & Pick<Parameters<typeof startJob>[2], 'plan' | 'inputs'>;

async function retried(job_id: string, { plan, inputs, retry }: Retry): Promise<EndedRun> {
  const client = await temporalClient();
  const job = { job_id, attempt: 2, asset: null, plan, inputs, software_version: 'test', retry_request: retry };
  const outcome = await startJob(client, stackQueues(), job);
  if (outcome.kind !== 'started') throw new Error(JSON.stringify(outcome));
  const handle = client.workflow.getHandle(job_id);
  const { runId } = await handle.describe();
  await untilEnded(handle);
  return { workflowId: job_id, runId };
}

/** As a schedule does it, whose plan is in the database. */
async function startScheduled(plan: ExecutionPlan): Promise<WorkflowHandle> {
  const { workflow_id, plan_hash } = plan;
  const database = new pg.Client({ connectionString: stackEnv('DATABASE_URL_DOMAIN') });
  await database.connect();
  const { inputs } = resolveInputs(plan.inputs, {});
  await database.query(
    `INSERT INTO rhumbline.schedules (workflow_id, plan, plan_hash, inputs) VALUES ($1, $2, $3, $4)
     ON CONFLICT (workflow_id) DO NOTHING`,
    [workflow_id, storableJson(plan), plan_hash, storableJson(inputs)],
  );
  await database.end();
  const { workflow } = await temporalClient();
  const args: [SubmitScheduledInput] = [{ workflow_id, fingerprint: plan_hash }];
  const workflowId = `${SUBMIT_SCHEDULED}-${randomUUID()}`;
  return workflow.start(SUBMIT_SCHEDULED, { workflowId, taskQueue: stackQueues().light, args });
}

async function untilEnded(handle: WorkflowHandle): Promise<void> {
  await handle.result().catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
  });
}
