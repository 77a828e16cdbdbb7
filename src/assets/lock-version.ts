import type pg from 'pg';
import { FaultError } from '../plan/fault.ts';
import type { ApprovalState, ProcessingState } from './states.ts';

export interface LockedVersion {
  asset_id: string;
  ordinal: number;
  platform_id: string;
  processing_state: ProcessingState;
  approval_state: ApprovalState;
  current_job_id: string;
}

export interface VersionRef {
  asset_id: string;
  ordinal: number;
  /** The platform that the caller is bound to; null for one that may act for any. */
  platform_id: string | null;
}

/**
 * Holds a version's row until the transaction ends. Rows are always locked in the order asset, version, job.
 *
 * @throws FaultError `version_not_found`, also when it is another platform's
 */
export async function lockVersion(client: pg.PoolClient, ref: VersionRef): Promise<LockedVersion> {
  const { rows } = await client.query<LockedVersion>(
    `SELECT asset_id, ordinal, platform_id, processing_state, approval_state, current_job_id
     FROM rhumbline.asset_versions
     WHERE asset_id = $1 AND ordinal = $2 AND ($3::text IS NULL OR platform_id = $3)
     FOR UPDATE`,
    [ref.asset_id, ref.ordinal, ref.platform_id],
  );
  const version = rows[0];
  if (version === undefined) {
    throw new FaultError({
      code: 'version_not_found',
      message: `There is no version ${ref.ordinal} of an asset ${ref.asset_id}.`,
    });
  }
  return version;
}
