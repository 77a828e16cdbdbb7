import type { Queryable } from '../../db/pool.ts';

export interface PendingWebhook {
  delivery_id: string;
  round: number;
  platform_id: string;
}

/**
 * Takes deliveries whose workflow is to be started or looked at, new ones first, and notes that it is done. One short
 * statement, so that processes which sweep at the same time pass over each other's rows.
 *
 * @param recheckAfterMs between two looks at the same one
 */
export async function claimWebhooks(db: Queryable, limit: number, recheckAfterMs: number): Promise<PendingWebhook[]> {
  const { rows } = await db.query<PendingWebhook>(
    `UPDATE rhumbline.webhook_deliveries SET checked_at = clock_timestamp()
     WHERE delivery_id IN (
       SELECT delivery_id FROM rhumbline.webhook_deliveries
       WHERE state = 'pending'
         AND (checked_at IS NULL OR checked_at < clock_timestamp() - $2 * interval '1 millisecond')
       ORDER BY checked_at NULLS FIRST
       LIMIT $1
       FOR UPDATE SKIP LOCKED)
     RETURNING delivery_id, round, platform_id`,
    [limit, recheckAfterMs],
  );
  return rows;
}

/** So that a delivery whose workflow could not be started is taken again by the next sweep. */
export async function releaseWebhooks(db: Queryable, deliveries: readonly PendingWebhook[]): Promise<void> {
  await db.query('UPDATE rhumbline.webhook_deliveries SET checked_at = NULL WHERE delivery_id = ANY($1)', [
    deliveries.map(({ delivery_id }) => delivery_id),
  ]);
}
