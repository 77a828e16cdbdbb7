import type pg from 'pg';
import type { Clearance, DataType, Presence } from './states.ts';

export interface LockedAsset {
  asset_id: string;
  data_type: DataType;
  clearance: Clearance;
  presence: Presence;
  /** True when this very transaction brings it into being. */
  created: boolean;
}

/** Finds or makes the asset and holds its row until the transaction ends, so that changes to one asset come one by one. */
export async function lockAsset(
  client: pg.PoolClient,
  assetId: string,
  asset: { platform_id: string; platform_refs: Record<string, string>; data_type: DataType },
): Promise<LockedAsset> {
  const inserted = await client.query(
    // No conflict target: the table has two unique indexes, and the one not named would raise under a simultaneous insert.
    `INSERT INTO rhumbline.assets (asset_id, platform_id, platform_refs, data_type) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [assetId, asset.platform_id, JSON.stringify(asset.platform_refs), asset.data_type],
  );
  const { rows } = await client.query<Omit<LockedAsset, 'created'>>(
    `SELECT asset_id, data_type, clearance, CASE WHEN deleted_at IS NULL THEN 'live' ELSE 'deleted' END AS presence
     FROM rhumbline.assets WHERE asset_id = $1 FOR NO KEY UPDATE`,
    [assetId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`the asset ${assetId} is gone`);
  return { ...row, created: inserted.rowCount === 1 };
}
