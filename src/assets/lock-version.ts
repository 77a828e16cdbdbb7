import type pg from 'pg';
import { FaultError } from '../plan/fault.ts';
import { type AssetRef, lockKnownAsset } from './lock-known-asset.ts';
import { refuseStale } from './row-version.ts';
import type { ApprovalState, ProcessingState } from './states.ts';
import { stepUnguarded } from './transitions/asset-refusal.ts';

export interface LockedVersion {
  asset_id: string;
  ordinal: number;
  platform_id: string;
  processing_state: ProcessingState;
  approval_state: ApprovalState;
  revision: number;
  current_job_id: string;
  row_version: number;
}

/** `expected` is of the version's row. */
export interface VersionRef extends AssetRef {
  ordinal: number;
}

/**
 * Holds an asset's and a version's row until the transaction ends, for a change of the version. Rows are always locked in
 * the order asset, version, job.
 *
 * @throws FaultError `version_not_found`, also when it is another platform's; `stale_if_match`; `asset_deleted`
 */
export async function lockVersion(client: pg.PoolClient, ref: VersionRef): Promise<LockedVersion> {
  const asset = await lockKnownAsset(client, ref);
  const { rows } = await client.query<LockedVersion>(
    `SELECT asset_id, ordinal, platform_id, processing_state, approval_state, revision, current_job_id, row_version
     FROM rhumbline.asset_versions
     WHERE asset_id = $1 AND ordinal = $2
     FOR UPDATE`,
    [ref.asset_id, ref.ordinal],
  );
  const version = rows[0];
  if (asset === undefined || version === undefined) throw versionNotFound(ref);
  refuseStale(`Version ${version.ordinal} of the asset`, version.row_version, ref.expected);
  stepUnguarded('change_version', asset);
  return version;
}

export function versionNotFound({ asset_id, ordinal }: Pick<VersionRef, 'asset_id' | 'ordinal'>): FaultError {
  return new FaultError({
    code: 'version_not_found',
    message: `There is no version ${ordinal} of an asset ${asset_id}.`,
  });
}

/** An asset has another version, or another latest one: to who has seen it before it is another. */
export async function touchAsset(client: pg.PoolClient, assetId: string): Promise<void> {
  await client.query(
    'UPDATE rhumbline.assets SET row_version = row_version + 1, updated_at = now() WHERE asset_id = $1',
    [assetId],
  );
}
