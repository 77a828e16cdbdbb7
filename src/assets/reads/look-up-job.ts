import type { Queryable } from '../../db/pool.ts';
import { onlyPlatform, PLATFORMS_NAMED } from './only-platform.ts';
import { notDeleted, type Visible } from './visible.ts';

export type JobLookup = { request_id: string } | { asset_id: string; ordinal: number };

export interface JobReference {
  job_id: string;
  request_id: string;
  asset_id: string;
  version_ordinal: number;
}

/**
 * The current job of what was submitted, found by its request id or by its version.
 *
 * @throws FaultError `ambiguous_request_id`
 */
export async function lookUpJob(
  db: Queryable,
  lookup: JobLookup,
  { platform_id, deleted_too }: Visible,
): Promise<JobReference | undefined> {
  const [condition, values] =
    'request_id' in lookup
      ? ['request_id = $3', [lookup.request_id]]
      : ['asset_id = $3 AND ordinal = $4', [lookup.asset_id, lookup.ordinal]];
  const { rows } = await db.query<JobReference & { platform_id: string }>(
    `SELECT platform_id, current_job_id AS job_id, request_id, asset_id, ordinal AS version_ordinal
     FROM rhumbline.asset_versions AS version
     WHERE ($1::text IS NULL OR platform_id = $1) AND ($2 OR ${notDeleted('version.asset_id')}) AND ${condition}
     ORDER BY platform_id LIMIT ${PLATFORMS_NAMED}`,
    [platform_id, deleted_too, ...values],
  );
  const row = onlyPlatform(rows, rows[0]?.request_id ?? '');
  if (row === undefined) return undefined;
  const { platform_id: _, ...reference } = row;
  return reference;
}
