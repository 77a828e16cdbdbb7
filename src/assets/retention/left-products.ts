import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';

/** Where a job stands in the order of their ends. */
export interface JobPlace {
  job_id: string;
  /** As PostgreSQL writes it: to the microsecond. */
  ended_at: string;
}

/** A job that failed or was cancelled, and may have left a product behind that nothing refers to. */
export interface LeftProducts extends JobPlace {
  inputs: JsonObject;
}

/**
 * Jobs that ended without success before this time and whose products were not looked for yet. Not those whose version still
 * awaits its review, since they may be retried; nor those that put anything into the catalogue.
 */
export async function findLeftProducts(
  db: Queryable,
  before: Date,
  limit: number,
  after: JobPlace | null,
): Promise<LeftProducts[]> {
  const { rows } = await db.query<LeftProducts>(
    `SELECT job.job_id, job.ended_at::text AS ended_at, job.inputs FROM rhumbline.jobs AS job
     WHERE job.state IN ('failed', 'cancelled') AND job.products_swept_at IS NULL AND job.ended_at < $1
       AND NOT EXISTS (SELECT FROM rhumbline.asset_versions AS version
         WHERE version.current_job_id = job.job_id AND version.approval_state = 'pending_review')
       AND NOT EXISTS (SELECT FROM rhumbline.job_nodes AS node
         WHERE node.job_id = job.job_id AND node.handler IN ('stac_register_item', 'stac_register_items') AND node.state = 'completed')
       AND ($3::timestamptz IS NULL OR (job.ended_at, job.job_id) > ($3::timestamptz, $4))
     ORDER BY job.ended_at, job.job_id LIMIT $2`,
    [before, limit, after?.ended_at ?? null, after?.job_id ?? null],
  );
  return rows;
}

/** Of these blobs (`container/name`), those that a version refers to. */
export async function referredTo(db: Queryable, paths: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ blob_path: string }>(
    'SELECT DISTINCT blob_path FROM rhumbline.asset_versions WHERE blob_path = ANY($1::text[])',
    [paths],
  );
  return new Set(rows.map(({ blob_path }) => blob_path));
}

/** Not again. A retry, should there be one, ends anew. */
export async function noteProductsSwept(db: Queryable, jobId: string): Promise<void> {
  await db.query(
    "UPDATE rhumbline.jobs SET products_swept_at = now() WHERE job_id = $1 AND state IN ('failed', 'cancelled')",
    [jobId],
  );
}
