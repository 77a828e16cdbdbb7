import type { Queryable } from '../../db/pool.ts';
import type { ApprovalState, Clearance, DataType, ProcessingState } from '../states.ts';
import { given, type Page, type PageAsked, type PageQuery, readPage } from './read-page.ts';
import { timeOf, timeOrNull } from './time.ts';
import type { Visible } from './visible.ts';

export interface AssetView {
  asset_id: string;
  platform_id: string;
  platform_refs: Record<string, string>;
  data_type: DataType;
  clearance: Clearance;
  /** The highest that is approved. */
  latest_ordinal: number | null;
  newest_ordinal: number | null;
  /** Of the newest version, as the two that follow. */
  processing_state: ProcessingState | null;
  approval_state: ApprovalState | null;
  workflow_id: string | null;
  row_version: number;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

export interface AssetFilter {
  /** Null: of all platforms. */
  platform_id: string | null;
  processing_state?: ProcessingState | undefined;
  approval_state?: ApprovalState | undefined;
  clearance?: Clearance | undefined;
  data_type?: DataType | undefined;
  workflow_id?: string | undefined;
  /** RFC 3339, and neither of them included. */
  created_after?: string | undefined;
  created_before?: string | undefined;
  /** Those that are deleted, instead of those that are not. */
  deleted?: boolean | undefined;
}

interface Row extends Omit<AssetView, 'created_at' | 'updated_at' | 'deleted_at'> {
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

const COLUMNS = `asset_id, platform_id, platform_refs, data_type, clearance, latest_ordinal,
  newest_ordinal, processing_state, approval_state, workflow_id, row_version,
  created_at, updated_at, deleted_at`;

/** Assets by when they were first submitted. */
export async function listAssets(db: Queryable, filter: AssetFilter, page: PageAsked): Promise<Page<AssetView>> {
  const { rows, next } = await readPage<Row>(db, assetPage(filter, page));
  return { rows: rows.map(viewOf), next };
}

export function assetPage(filter: AssetFilter, page: PageAsked): PageQuery {
  return {
    ...page,
    select: COLUMNS,
    from: 'rhumbline.asset_view',
    where: [
      [filter.deleted === true ? 'deleted_at IS NOT NULL' : 'deleted_at IS NULL'],
      ...given({
        'platform_id =': filter.platform_id,
        'processing_state =': filter.processing_state,
        'approval_state =': filter.approval_state,
        'clearance =': filter.clearance,
        'data_type =': filter.data_type,
        'workflow_id =': filter.workflow_id,
        'created_at >': filter.created_after,
        'created_at <': filter.created_before,
      }),
    ],
    key: [
      ['created_at', 'time'],
      ['asset_id', 'text'],
    ],
  };
}

/** undefined when there is no such asset, it is deleted, or it is not the platform's. */
export async function readAsset(
  db: Queryable,
  assetId: string,
  { platform_id, deleted_too }: Visible,
): Promise<AssetView | undefined> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM rhumbline.asset_view
     WHERE asset_id = $1 AND ($2::text IS NULL OR platform_id = $2) AND ($3 OR deleted_at IS NULL)`,
    [assetId, platform_id, deleted_too],
  );
  return rows[0] && viewOf(rows[0]);
}

function viewOf(row: Row): AssetView {
  return {
    ...row,
    created_at: timeOf(row.created_at),
    updated_at: timeOf(row.updated_at),
    deleted_at: timeOrNull(row.deleted_at),
  };
}
