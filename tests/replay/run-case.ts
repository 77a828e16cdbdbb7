import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import pg from 'pg';
import { storableJson } from '../../src/db/storable-json.ts';
import { resolveInputs } from '../../src/plan/inputs.ts';
import type { ExecutionPlan } from '../../src/plan/plan.ts';
import { SUBMIT_SCHEDULED, type SubmitScheduledInput } from '../../src/plan/scheduled.ts';
import {
  planOf,
  retryPlan,
  stackQueues,
  startPlan,
  temporalClient,
  withSpecs,
} from '../integration/support/run-spec.ts';
import { stackEnv } from '../support/stack.ts';
import type { ReplayCase } from './cases.ts';
import { runCallback } from './run-callback.ts';

export interface EndedRun {
  workflowId: string;
  runId: string;
}

/** @returns the first run of what is to be kept, when all of it has ended */
export async function runCase({
  spec,
  uses = {},
  inputs = {},
  during,
  retry,
  scheduled,
  callback,
}: ReplayCase): Promise<EndedRun> {
  const plan = planOf(spec, withSpecs(uses));
  if (callback) return runCallback(plan, callback.delays_ms);
  const handle = await (scheduled ? startScheduled(plan) : startPlan(plan, inputs));
  const { workflowId, runId } = await handle.describe();
  await during?.(handle);
  await untilEnded(handle);
  if (retry === undefined) return { workflowId, runId };
  const again = await retryPlan(handle, plan, inputs, retry);
  const next = await again.describe();
  await untilEnded(again);
  return { workflowId, runId: next.runId };
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
