import type pg from 'pg';
import { type Actor, appendEvents, type EventKind } from './events.ts';
import { type AssetRef, type AssetToChange, assetNotFound, lockKnownAsset } from './lock-known-asset.ts';
import { type ChangedAsset, readChangedAsset } from './read-changed-asset.ts';
import { refuseStale } from './row-version.ts';
import type { AssetOperation, Guard } from './transitions/asset.ts';
import { stepAsset } from './transitions/asset-refusal.ts';

export interface AssetChange {
  operation: Exclude<AssetOperation, 'submit' | 'change_version'>;
  ref: AssetRef;
  /** Whether what a guard of the operation speaks of is the case. */
  stands?: (client: pg.PoolClient, asset: AssetToChange, guard: Guard) => Promise<boolean>;
  /** For the trail, besides the state. */
  note?: Record<string, string | number | null>;
}

const EVENTS = {
  clear: 'Asset:Cleared',
  publish: 'Asset:Published',
  delete: 'Asset:Deleted',
  restore: 'Asset:Restored',
} as const satisfies Record<AssetChange['operation'], EventKind>;

/**
 * What all changes of an asset share, in a transaction that is there: the rule, the row and the event.
 *
 * @throws FaultError `asset_not_found`, `stale_if_match`, and what the table of transitions refuses with
 */
export async function changeAsset(client: pg.PoolClient, change: AssetChange, actor: Actor): Promise<ChangedAsset> {
  const { operation, ref, stands = async () => false, note = {} } = change;
  const asset = await lockKnownAsset(client, ref);
  if (asset === undefined) throw assetNotFound(ref.asset_id);
  refuseStale(`The asset ${asset.asset_id}`, asset.row_version, ref.expected);
  const next = await stepAsset(operation, asset, (guard) => stands(client, asset, guard));
  await client.query(
    `UPDATE rhumbline.assets
     SET clearance = $2, deleted_at = CASE WHEN $3 THEN COALESCE(deleted_at, now()) END,
         row_version = row_version + 1, updated_at = now()
     WHERE asset_id = $1`,
    [asset.asset_id, next.clearance, next.presence === 'deleted'],
  );
  await appendEvents(client, [
    {
      kind: EVENTS[operation],
      actor,
      platform_id: asset.platform_id,
      asset_id: asset.asset_id,
      before: { clearance: asset.clearance, presence: asset.presence },
      after: { ...next, ...note },
    },
  ]);
  return readChangedAsset(client, asset.asset_id);
}
