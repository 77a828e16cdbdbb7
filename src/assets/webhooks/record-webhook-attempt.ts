import type pg from 'pg';
import { storableJson } from '../../db/storable-json.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { Fault } from '../../plan/fault.ts';
import type { WebhookAttempt, WebhookAttempted, WebhookResult } from '../../plan/webhook.ts';
import { type Actor, appendEvents } from '../events.ts';

const WORKER: Actor = { name: 'worker', request_id: null };

/** Takes in what became of an attempt. One of a round that is over changes nothing. */
export function recordWebhookAttempt(
  pool: pg.Pool,
  attempt: WebhookAttempt,
  result: WebhookResult,
): Promise<WebhookAttempted['outcome']> {
  const fault = result.is_taken ? null : result.fault;
  const isDead = !result.is_taken && (result.is_final || attempt.is_last);
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<Subject>(
      `UPDATE rhumbline.webhook_deliveries
       SET attempts = GREATEST(attempts, $3), last_attempt_at = now(), last_status = $4, last_error = $5, state = $6,
           ended_at = CASE WHEN $6 <> 'pending' THEN now() END
       WHERE delivery_id = $1 AND round = $2 AND state = 'pending'
       RETURNING ${SUBJECT}`,
      [
        ...[attempt.delivery_id, attempt.round, attempt.attempt, result.status, storableJson(fault)],
        result.is_taken ? 'delivered' : isDead ? 'dead' : 'pending',
      ],
    );
    const delivery = rows[0];
    if (delivery === undefined) return 'over';
    if (result.is_taken) return 'delivered';
    if (!isDead) return 'to_retry';
    await tellGivenUp(client, delivery, result.fault, WORKER);
    return 'dead';
  });
}

/** Gives up a delivery whose workflow has ended without it. @returns false when it has come to an end by itself meanwhile */
export function recordLostWebhook(
  pool: pg.Pool,
  { delivery_id, round }: { delivery_id: string; round: number },
  actor: Actor,
): Promise<boolean> {
  const message = 'The delivery was ended from outside before it could come to an end. It can be asked for again.';
  const fault: Fault = { code: 'delivery_interrupted', message };
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<Subject>(
      `UPDATE rhumbline.webhook_deliveries SET last_error = $3, state = 'dead', ended_at = now()
       WHERE delivery_id = $1 AND round = $2 AND state = 'pending' RETURNING ${SUBJECT}`,
      [delivery_id, round, storableJson(fault)],
    );
    if (rows[0] !== undefined) await tellGivenUp(client, rows[0], fault, actor);
    return rows[0] !== undefined;
  });
}

interface Subject {
  delivery_id: string;
  platform_id: string;
  asset_id: string;
  ordinal: number;
  type: string;
  attempts: number;
}

const SUBJECT = 'delivery_id, platform_id, asset_id, ordinal, type, attempts';

async function tellGivenUp(client: pg.PoolClient, delivery: Subject, { code }: Fault, actor: Actor): Promise<void> {
  const { platform_id, asset_id, ordinal, ...after } = delivery;
  const about = { actor, platform_id, asset_id, ordinal };
  await appendEvents(client, [{ kind: 'Webhook:GivenUp', ...about, after: { ...after, code } }]);
}
