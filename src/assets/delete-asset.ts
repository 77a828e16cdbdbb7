import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { changeAsset } from './change-asset.ts';
import type { Actor } from './events.ts';
import type { AssetRef } from './lock-known-asset.ts';
import type { ChangedAsset } from './read-changed-asset.ts';
import { requestCancel } from './request-cancel.ts';
import type { ProcessingState } from './states.ts';

export interface Deletion extends AssetRef {
  /** Ask the job that still runs to end, where there is one, instead of refusing. */
  cancel_jobs: boolean;
}

export interface DeletedAsset extends ChangedAsset {
  /** The job whose end was asked for: Temporal is to be told after the commit, and is told by the reconciler if not. */
  cancelled_job_id: string | null;
}

/**
 * Deletes an asset in such a way that it can be restored: nothing is removed, and its references keep naming it.
 *
 * @throws FaultError `job_running`, and see `changeAsset`
 */
export function deleteAsset(pool: pg.Pool, { cancel_jobs, ...ref }: Deletion, actor: Actor): Promise<DeletedAsset> {
  return withTransaction(pool, async (client) => {
    let running: RunningVersion | undefined;
    const stands = async (_: pg.PoolClient, { asset_id }: { asset_id: string }) => {
      running = await lockRunningVersion(client, asset_id);
      return running !== undefined && !cancel_jobs;
    };
    const asset = await changeAsset(client, { operation: 'delete', ref, stands }, actor);
    if (running !== undefined) await requestCancel(client, running, actor);
    return { ...asset, cancelled_job_id: running?.current_job_id ?? null };
  });
}

export interface RunningVersion {
  asset_id: string;
  ordinal: number;
  platform_id: string;
  current_job_id: string;
}

/**
 * Only a version that awaits its review can have a job that runs, and there is one at most. It is held whatever its state
 * is, so that no retry sets it going meanwhile.
 */
async function lockRunningVersion(client: pg.PoolClient, assetId: string): Promise<RunningVersion | undefined> {
  const { rows } = await client.query<RunningVersion & { processing_state: ProcessingState }>(
    `SELECT asset_id, ordinal, platform_id, current_job_id, processing_state FROM rhumbline.asset_versions
     WHERE asset_id = $1 AND approval_state = 'pending_review' FOR UPDATE`,
    [assetId],
  );
  return rows.find(({ processing_state }) => processing_state === 'queued' || processing_state === 'processing');
}
