import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { changeAsset } from './change-asset.ts';
import type { Actor } from './events.ts';
import type { AssetRef } from './lock-known-asset.ts';
import type { ChangedAsset } from './read-changed-asset.ts';

export interface Clearing extends AssetRef {
  /** Who decided. */
  reviewer: string;
}

/** Clears an asset for official use only. @throws FaultError, see `changeAsset` */
export function markCleared(pool: pg.Pool, { reviewer, ...ref }: Clearing, actor: Actor): Promise<ChangedAsset> {
  return withTransaction(pool, (client) => changeAsset(client, { operation: 'clear', ref, note: { reviewer } }, actor));
}
