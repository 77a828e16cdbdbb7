import type pg from 'pg';
import { FaultError } from '../../plan/fault.ts';
import { type AssetToChange, assetNotFound, lockKnownAsset } from '../lock-known-asset.ts';
import type { LayerRef } from './layer.ts';

/** Holds an asset that is there until the transaction ends. @throws FaultError `asset_not_found`, `asset_deleted` */
export async function lockLiveAsset(client: pg.PoolClient, ref: LayerRef): Promise<AssetToChange> {
  const asset = await lockKnownAsset(client, ref);
  if (asset === undefined) throw assetNotFound(ref.asset_id);
  if (asset.presence === 'live') return asset;
  throw new FaultError({ code: 'asset_deleted', message: `The asset ${ref.asset_id} is deleted. Restore it first.` });
}
