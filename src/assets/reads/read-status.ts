import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { ApprovalState, ProcessingState } from '../states.ts';
import { type ClientError, clientErrorOf } from './client-error.ts';
import { onlyPlatform, PLATFORMS_NAMED } from './only-platform.ts';
import { timeOf } from './time.ts';

/** What a client may know of what it submitted. */
export interface SubmissionStatus {
  request_id: string;
  asset_id: string;
  version_ordinal: number;
  version_label: string | null;
  processing_state: ProcessingState;
  /** 0 to 100, of the current job. */
  percent: number;
  approval_state: ApprovalState;
  error: ClientError | null;
  submitted_at: string;
  updated_at: string;
}

/**
 * The status of a submission; undefined when there is none of that request id, or it is another platform's.
 *
 * @param platformId whose request id it is; null for whichever platform's
 * @throws FaultError `ambiguous_request_id`
 */
export async function readStatus(
  db: Queryable,
  requestId: string,
  platformId: string | null,
): Promise<SubmissionStatus | undefined> {
  const { rows } = await db.query<
    Omit<SubmissionStatus, 'error' | 'submitted_at' | 'updated_at'> & {
      platform_id: string;
      last_error: Fault | null;
      created_at: Date;
      updated_at: Date;
    }
  >(
    `SELECT version.platform_id, version.request_id, version.asset_id, version.ordinal AS version_ordinal, version.version_label,
            version.processing_state, round(job.percent::numeric, 1)::float8 AS percent, version.approval_state, version.last_error, version.created_at,
            GREATEST(version.updated_at, job.started_at, job.percent_at, job.ended_at) AS updated_at
     FROM rhumbline.asset_versions AS version JOIN rhumbline.jobs AS job ON job.job_id = version.current_job_id
     WHERE version.request_id = $1 AND ($2::text IS NULL OR version.platform_id = $2)
     ORDER BY version.platform_id LIMIT ${PLATFORMS_NAMED}`,
    [requestId, platformId],
  );
  const row = onlyPlatform(rows, requestId);
  if (row === undefined) return undefined;
  const { platform_id: _, last_error, created_at, updated_at, ...status } = row;
  return {
    ...status,
    error: clientErrorOf(last_error),
    submitted_at: timeOf(created_at),
    updated_at: timeOf(updated_at),
  };
}
