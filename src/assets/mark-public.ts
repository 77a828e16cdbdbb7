import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { changeAsset } from './change-asset.ts';
import type { Actor } from './events.ts';
import type { Clearing } from './mark-cleared.ts';
import { type ChangedAsset, readChangedAsset } from './read-changed-asset.ts';

/** Makes an asset public that is cleared and has an approved version. @throws FaultError, see `changeAsset` */
export function markPublic(pool: pg.Pool, { reviewer, ...ref }: Clearing, actor: Actor): Promise<ChangedAsset> {
  const stands = async (client: pg.PoolClient, { asset_id }: { asset_id: string }) =>
    (await readChangedAsset(client, asset_id)).latest_ordinal === null;
  return withTransaction(pool, (client) =>
    changeAsset(client, { operation: 'publish', ref, stands, note: { reviewer } }, actor),
  );
}
