import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { AssetState } from '../transitions/asset.ts';
import type { VersionState } from '../transitions/version.ts';

/** A version with what another job of it is made from. */
export interface ReprocessableVersion extends VersionState, AssetState {
  asset_id: string;
  ordinal: number;
  row_version: number;
  workflow_id: string;
  /** As the job before had them, with the defaults of then. */
  inputs: JsonObject;
}

/** undefined when there is no such version, or it is not the platform's. */
export async function readReprocessable(
  db: Queryable,
  ref: { asset_id: string; ordinal: number; platform_id: string | null },
): Promise<ReprocessableVersion | undefined> {
  const { rows } = await db.query<ReprocessableVersion>(
    `SELECT version.asset_id, version.ordinal, version.processing_state, version.approval_state, version.row_version, asset.clearance,
            CASE WHEN asset.deleted_at IS NULL THEN 'live' ELSE 'deleted' END AS presence, job.workflow_id, job.inputs
     FROM rhumbline.asset_versions AS version
       JOIN rhumbline.assets AS asset ON asset.asset_id = version.asset_id
       JOIN rhumbline.jobs AS job ON job.job_id = version.current_job_id
     WHERE version.asset_id = $1 AND version.ordinal = $2 AND ($3::text IS NULL OR version.platform_id = $3)`,
    [ref.asset_id, ref.ordinal, ref.platform_id],
  );
  return rows[0];
}
