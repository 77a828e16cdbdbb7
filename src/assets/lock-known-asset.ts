import type pg from 'pg';
import { FaultError } from '../plan/fault.ts';
import type { RowVersions } from './row-version.ts';
import type { Clearance, Presence } from './states.ts';

export interface AssetToChange {
  asset_id: string;
  platform_id: string;
  clearance: Clearance;
  presence: Presence;
  row_version: number;
}

export interface AssetRef {
  asset_id: string;
  /** The platform that the caller is bound to; null for one that may act for any. */
  platform_id: string | null;
  /** Row versions, one of which it must have; nothing or null where any is right. */
  expected?: RowVersions | null;
}

/**
 * Holds an asset's row until the transaction ends; undefined when there is none, or it is another platform's. Not against
 * those who only refer to it: a job that reports would wait for whoever waits for its version.
 */
export async function lockKnownAsset(
  client: pg.PoolClient,
  { asset_id, platform_id }: Pick<AssetRef, 'asset_id' | 'platform_id'>,
): Promise<AssetToChange | undefined> {
  const { rows } = await client.query<AssetToChange>(
    `SELECT asset_id, platform_id, clearance, row_version,
            CASE WHEN deleted_at IS NULL THEN 'live' ELSE 'deleted' END AS presence
     FROM rhumbline.assets
     WHERE asset_id = $1 AND ($2::text IS NULL OR platform_id = $2)
     FOR NO KEY UPDATE`,
    [asset_id, platform_id],
  );
  return rows[0];
}

export function assetNotFound(assetId: string): FaultError {
  return new FaultError({ code: 'asset_not_found', message: `There is no asset ${assetId}.` });
}
