import type pg from 'pg';
import { FaultError } from '../plan/fault.ts';
import type { ProcessingState } from './states.ts';

/** What resolves the version that is in the way. */
const ADVICE: Readonly<Record<ProcessingState, string>> = {
  queued: 'Wait for its end, then approve or reject it.',
  processing: 'Wait for its end, then approve or reject it.',
  completed: 'Approve or reject it before the next version is submitted.',
  failed: 'Reject it before the next version is submitted.',
  cancelled: 'Reject it before the next version is submitted.',
};

/**
 * The ordinal of an asset's next version. The asset's row must be locked.
 *
 * @throws FaultError `unresolved_version` while the last version awaits its review
 */
export async function nextOrdinal(client: pg.PoolClient, assetId: string): Promise<number> {
  const { rows } = await client.query<{ ordinal: number; approval_state: string; processing_state: ProcessingState }>(
    `SELECT ordinal, approval_state, processing_state FROM rhumbline.asset_versions
     WHERE asset_id = $1 ORDER BY ordinal DESC LIMIT 1`,
    [assetId],
  );
  const last = rows[0];
  if (last?.approval_state === 'pending_review') {
    throw new FaultError({
      code: 'unresolved_version',
      message:
        `Version ${last.ordinal} of the asset is ${last.processing_state} and neither approved nor rejected. ` +
        ADVICE[last.processing_state],
    });
  }
  return (last?.ordinal ?? 0) + 1;
}
