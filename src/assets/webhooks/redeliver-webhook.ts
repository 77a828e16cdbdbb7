import type pg from 'pg';
import { withTransaction } from '../../db/transaction.ts';
import { FaultError } from '../../plan/fault.ts';
import { type Actor, appendEvents } from '../events.ts';
import { readWebhookView, type WebhookState, type WebhookView } from './list-webhooks.ts';

export interface WebhookRef {
  delivery_id: string;
  /** The platform that the caller is bound to; null for one that may act for any. */
  platform_id: string | null;
}

/**
 * Has a callback that was given up sent again, under the same id and with all its attempts. What it says stays as it was.
 *
 * @throws FaultError `webhook_not_found`, also when it is another platform's; `webhook_not_dead`
 */
export function redeliverWebhook(pool: pg.Pool, ref: WebhookRef, actor: Actor): Promise<WebhookView> {
  return withTransaction(pool, async (client) => {
    const { state, ...delivery } = await lockWebhook(client, ref);
    if (state !== 'dead') {
      const message = `The callback ${ref.delivery_id} is ${state}: only one that was given up is sent again.`;
      throw new FaultError({ code: 'webhook_not_dead', message });
    }
    const { rows } = await client.query<{ round: number }>(
      `UPDATE rhumbline.webhook_deliveries
       SET state = 'pending', round = round + 1, attempts = 0, ended_at = NULL, checked_at = NULL
       WHERE delivery_id = $1 RETURNING round`,
      [ref.delivery_id],
    );
    const after = { delivery_id: ref.delivery_id, round: rows[0]?.round ?? null };
    await appendEvents(client, [{ kind: 'Webhook:RedeliveryRequested', actor, ...delivery, after }]);
    return readWebhookView(client, ref.delivery_id);
  });
}

interface LockedWebhook {
  platform_id: string;
  asset_id: string;
  ordinal: number;
  state: WebhookState;
}

async function lockWebhook(client: pg.PoolClient, { delivery_id, platform_id }: WebhookRef): Promise<LockedWebhook> {
  const { rows } = await client.query<LockedWebhook>(
    `SELECT platform_id, asset_id, ordinal, state FROM rhumbline.webhook_deliveries
     WHERE delivery_id = $1 AND ($2::text IS NULL OR platform_id = $2) FOR UPDATE`,
    [delivery_id, platform_id],
  );
  if (rows[0] !== undefined) return rows[0];
  throw new FaultError({ code: 'webhook_not_found', message: `There is no callback ${delivery_id}.` });
}
