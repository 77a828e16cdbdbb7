import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { ApprovalState, ProcessingState } from '../states.ts';
import { type ClientError, clientErrorOf } from './client-error.ts';
import { timeOf, timeOrNull } from './time.ts';

export interface VersionView {
  asset_id: string;
  version_ordinal: number;
  version_label: string | null;
  request_id: string;
  processing_state: ProcessingState;
  approval_state: ApprovalState;
  revision: number;
  current_job_id: string;
  blob_path: string | null;
  table_name: string | null;
  stac_item_id: string | null;
  stac_collection_id: string | null;
  content_hash: string | null;
  error: ClientError | null;
  submitted_by: string | null;
  reviewer: string | null;
  reviewed_at: string | null;
  rejection_reason: string | null;
  submitted_at: string;
  updated_at: string;
}

interface Row extends Omit<VersionView, 'error' | 'reviewed_at' | 'submitted_at' | 'updated_at'> {
  last_error: Fault | null;
  reviewed_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface VersionFilter {
  asset_id: string;
  /** Null: all of them. */
  ordinal: number | null;
  /** Null: the caller is bound to no platform. */
  platform_id: string | null;
}

/** An asset's versions, oldest first. Empty when there are none, or the asset is another platform's. */
export async function readVersions(db: Queryable, filter: VersionFilter): Promise<VersionView[]> {
  const { rows } = await db.query<Row>(
    `SELECT asset_id, ordinal AS version_ordinal, version_label, request_id, processing_state, approval_state, revision,
            current_job_id, blob_path, table_name, stac_item_id, stac_collection_id, content_hash, last_error,
            submitted_by, reviewer, reviewed_at, rejection_reason, created_at, updated_at
     FROM rhumbline.asset_versions
     WHERE asset_id = $1 AND ($2::integer IS NULL OR ordinal = $2) AND ($3::text IS NULL OR platform_id = $3)
     ORDER BY ordinal`,
    [filter.asset_id, filter.ordinal, filter.platform_id],
  );
  return rows.map(viewOf);
}

function viewOf({ last_error, reviewed_at, created_at, updated_at, ...row }: Row): VersionView {
  return {
    ...row,
    error: clientErrorOf(last_error),
    reviewed_at: timeOrNull(reviewed_at),
    submitted_at: timeOf(created_at),
    updated_at: timeOf(updated_at),
  };
}
