import type { Queryable } from '../../db/pool.ts';

/**
 * Removes answers whose time is over, the oldest first, `limit` of them at most; what another process removes is passed
 * over. They are not looked at any more, so that there is no hurry.
 *
 * @returns how many
 */
export async function forgetAnswers(db: Queryable, limit: number): Promise<number> {
  const { rowCount } = await db.query(
    `DELETE FROM rhumbline.idempotency_keys WHERE (actor, operation, key) IN (
       SELECT actor, operation, key FROM rhumbline.idempotency_keys WHERE expires_at <= now()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    [limit],
  );
  return rowCount ?? 0;
}
