import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { rotateWebhookSecret } from '../../src/assets/webhooks/rotate-webhook-secret.ts';
import { webhookSeals } from '../../src/assets/webhooks/secret.ts';
import type { ExecutionPlan } from '../../src/plan/plan.ts';
import { DELIVER_WEBHOOK, type DeliverWebhookInput, webhookWorkflowId } from '../../src/plan/webhook.ts';
import { submission } from '../integration/support/asset-service.ts';
import { startReceiver } from '../integration/support/receiver.ts';
import { stackQueues, temporalClient } from '../integration/support/run-spec.ts';
import { stackEnv } from '../support/stack.ts';
import type { EndedRun } from './run-case.ts';

const ACTOR = { name: 'replay', request_id: null };

/** Of a version that is there for it alone. Its receiver fails first, and is gone then. */
export async function runCallback(plan: ExecutionPlan, delays_ms: readonly number[]): Promise<EndedRun> {
  const ends: (() => unknown)[] = [];
  const receiver = await startReceiver({ after: (end) => ends.push(end) }, (_, number) => ({
    status: number === 1 ? 503 : 410,
  }));
  const pool = new pg.Pool({ connectionString: stackEnv('DATABASE_URL_DOMAIN') });
  const platform_id = 'ddh';
  const seals = webhookSeals(stackEnv('RHUMBLINE_WEBHOOK_KEY'));
  await rotateWebhookSecret(pool, seals, { platform_id, overlap_seconds: 60, only_platform: null }, ACTOR);
  const { asset_id, ordinal, request_id } = await submitVersion(pool, submission({ platform_id, plan }), ACTOR);
  const delivery_id = `msg_${randomUUID().replaceAll('-', '')}`;
  // Looked at already: the stack does not start it with delays of its own.
  await pool.query(
    `INSERT INTO rhumbline.webhook_deliveries
       (delivery_id, platform_id, asset_id, ordinal, request_id, type, url, body, checked_at)
     VALUES ($1, $2, $3, $4, $5, 'version.processing.completed', $6, '{}', now())`,
    [delivery_id, platform_id, asset_id, ordinal, request_id, receiver.url],
  );
  const { workflow } = await temporalClient();
  const workflowId = webhookWorkflowId(delivery_id, 1);
  const args: [DeliverWebhookInput] = [{ delivery_id, round: 1, platform_id, delays_ms }];
  const handle = await workflow.start(DELIVER_WEBHOOK, { workflowId, taskQueue: stackQueues().light, args });
  const outcome = await handle.result();
  if (outcome !== 'dead') throw new Error(`the callback came to ${outcome}`);
  for (const end of ends) await end();
  await pool.end();
  return { workflowId, runId: handle.firstExecutionRunId };
}
