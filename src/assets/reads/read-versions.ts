import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { ApprovalState, ProcessingState } from '../states.ts';
import { type ClientError, clientErrorOf } from './client-error.ts';
import { given, type Page, type PageAsked, type PageQuery, readPage } from './read-page.ts';
import { timeOf, timeOrNull } from './time.ts';
import type { Visible } from './visible.ts';

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
  row_version: number;
  submitted_at: string;
  updated_at: string;
  /** Of the asset. */
  deleted_at: string | null;
}

interface Row extends Omit<VersionView, 'error' | 'reviewed_at' | 'submitted_at' | 'updated_at' | 'deleted_at'> {
  last_error: Fault | null;
  reviewed_at: Date | null;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

export interface VersionFilter extends Visible {
  asset_id: string;
  approval_state?: ApprovalState | undefined;
  processing_state?: ProcessingState | undefined;
}

const COLUMNS = `asset_id, ordinal AS version_ordinal, version_label, request_id, processing_state, approval_state, revision,
  current_job_id, blob_path, table_name, stac_item_id, stac_collection_id, content_hash, last_error, submitted_by,
  reviewer, reviewed_at, rejection_reason, row_version, created_at, updated_at, deleted_at`;

/** An asset's versions by their ordinals. Empty when there are none, or the asset is another platform's. */
export async function readVersions(db: Queryable, filter: VersionFilter, page: PageAsked): Promise<Page<VersionView>> {
  const { rows, next } = await readPage<Row>(db, versionPage(filter, page));
  return { rows: rows.map(viewOf), next };
}

/** undefined when there is no such version, or it is not for the caller. */
export async function readVersion(
  db: Queryable,
  filter: VersionFilter,
  ordinal: number,
): Promise<VersionView | undefined> {
  const page = versionPage(filter, { order: 'asc', after: null, limit: 1 });
  const { rows } = await readPage<Row>(db, { ...page, where: [...page.where, ['ordinal =', ordinal]] });
  return rows[0] && viewOf(rows[0]);
}

/** The highest that is approved. */
export async function readLatestVersion(db: Queryable, filter: VersionFilter): Promise<VersionView | undefined> {
  const approved = { ...filter, approval_state: 'approved' } as const;
  const { rows } = await readVersions(db, approved, { order: 'desc', after: null, limit: 1 });
  return rows[0];
}

export function versionPage(filter: VersionFilter, page: PageAsked): PageQuery {
  return {
    ...page,
    select: COLUMNS,
    from: 'rhumbline.version_view',
    where: [
      ...(filter.deleted_too ? [] : ([['deleted_at IS NULL']] as const)),
      ...given({
        'asset_id =': filter.asset_id,
        'platform_id =': filter.platform_id,
        'approval_state =': filter.approval_state,
        'processing_state =': filter.processing_state,
      }),
    ],
    key: [['ordinal', 'integer']],
  };
}

function viewOf({ last_error, reviewed_at, created_at, updated_at, deleted_at, ...row }: Row): VersionView {
  return {
    ...row,
    error: clientErrorOf(last_error),
    reviewed_at: timeOrNull(reviewed_at),
    submitted_at: timeOf(created_at),
    updated_at: timeOf(updated_at),
    deleted_at: timeOrNull(deleted_at),
  };
}
