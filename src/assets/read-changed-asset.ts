import type { Queryable } from '../db/pool.ts';
import { timeOrNull } from './reads/time.ts';
import type { Clearance } from './states.ts';

/** An asset as the answer to a change tells of it. */
export interface ChangedAsset {
  asset_id: string;
  clearance: Clearance;
  /** The highest approved version; null while there is none. */
  latest_ordinal: number | null;
  deleted_at: string | null;
  row_version: number;
}

/** Of an asset that is there. */
export async function readChangedAsset(db: Queryable, assetId: string): Promise<ChangedAsset> {
  const { rows } = await db.query<Omit<ChangedAsset, 'deleted_at'> & { deleted_at: Date | null }>(
    `SELECT asset_id, clearance, deleted_at, row_version,
            (SELECT max(ordinal) FROM rhumbline.asset_versions AS version
             WHERE version.asset_id = asset.asset_id AND approval_state = 'approved') AS latest_ordinal
     FROM rhumbline.assets AS asset WHERE asset_id = $1`,
    [assetId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`the asset ${assetId} is gone`);
  return { ...row, deleted_at: timeOrNull(row.deleted_at) };
}
