import { createHash } from 'node:crypto';
import type { Queryable } from '../db/pool.ts';

const PREFIX = 'run ';

/** The idempotency key of a job whose spec was sent along: so that it is never taken for the registered spec of the same id and version. */
export function sentAlongKey(identity: string): string {
  return `${PREFIX}${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`;
}

/** @returns how many jobs of such specs a client has unfinished, up to `limit` */
export async function countUnfinishedSentAlong(db: Queryable, submittedBy: string, limit: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT FROM rhumbline.jobs
       WHERE state IN ('pending', 'running') AND submitted_by = $1 AND starts_with(idempotency_key, $2)
       LIMIT $3) AS unfinished`,
    [submittedBy, PREFIX, limit],
  );
  return rows[0]?.count ?? 0;
}
