import type { Queryable } from '../../db/pool.ts';

/** What was made of an earlier submission under the same request id. */
export interface EarlierSubmission {
  asset_id: string;
  ordinal: number;
  job_id: string;
  /** SHA-256 of its body. */
  request_hash: string;
}

export async function findSubmission(
  db: Queryable,
  platformId: string,
  requestId: string,
): Promise<EarlierSubmission | undefined> {
  const { rows } = await db.query<EarlierSubmission>(
    `SELECT asset_id, ordinal, current_job_id AS job_id, request_hash FROM rhumbline.asset_versions
     WHERE platform_id = $1 AND request_id = $2`,
    [platformId, requestId],
  );
  return rows[0];
}
