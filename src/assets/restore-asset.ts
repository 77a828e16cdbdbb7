import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { changeAsset } from './change-asset.ts';
import type { Actor } from './events.ts';
import type { AssetRef } from './lock-known-asset.ts';
import type { ChangedAsset } from './read-changed-asset.ts';

/** Brings a deleted asset back as it was. @throws FaultError, see `changeAsset` */
export function restoreAsset(pool: pg.Pool, ref: AssetRef, actor: Actor): Promise<ChangedAsset> {
  return withTransaction(pool, (client) => changeAsset(client, { operation: 'restore', ref }, actor));
}
