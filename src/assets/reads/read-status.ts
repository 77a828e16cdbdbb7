import type { Queryable } from '../../db/pool.ts';
import { type Fault, FaultError } from '../../plan/fault.ts';
import type { ApprovalState, ProcessingState } from '../states.ts';
import { type ClientError, clientErrorOf } from './client-error.ts';
import { onlyPlatform, PLATFORMS_NAMED } from './only-platform.ts';
import { timeOf } from './time.ts';
import { notDeleted, type Visible } from './visible.ts';

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

export interface AskedStatus extends Visible {
  request_id: string;
}

type StatusRow = Omit<SubmissionStatus, 'error' | 'submitted_at' | 'updated_at'> & {
  place: number;
  platform_id: string;
  last_error: Fault | null;
  created_at: Date;
  updated_at: Date;
};

/**
 * The status of a submission; undefined when there is none of that request id, or it is not for the caller.
 *
 * @throws FaultError `ambiguous_request_id`
 */
export async function readStatus(
  db: Queryable,
  request_id: string,
  visible: Visible,
): Promise<SubmissionStatus | undefined> {
  const [status] = await readStatuses(db, [{ request_id, ...visible }]);
  if (status instanceof Error) throw status;
  return status;
}

/** The same of many, in their order; the error in the place of what cannot be told. */
export async function readStatuses(
  db: Queryable,
  asked: readonly AskedStatus[],
): Promise<(SubmissionStatus | undefined | FaultError)[]> {
  const { rows } = await db.query<StatusRow>(
    `SELECT asked.place::integer AS place, version.platform_id, version.request_id, version.asset_id, version.ordinal AS version_ordinal,
            version.version_label, version.processing_state, round(job.percent::numeric, 1)::float8 AS percent, version.approval_state,
            version.last_error, version.created_at, GREATEST(version.updated_at, job.started_at, job.percent_at, job.ended_at) AS updated_at
     FROM unnest($1::text[], $2::text[], $3::boolean[]) WITH ORDINALITY AS asked (request_id, platform_id, deleted_too, place)
     CROSS JOIN LATERAL (
       SELECT platform_id, request_id, asset_id, ordinal, version_label, processing_state, approval_state, current_job_id, last_error,
              created_at, updated_at
       FROM rhumbline.asset_versions AS found
       WHERE request_id = asked.request_id AND (asked.platform_id IS NULL OR platform_id = asked.platform_id)
         AND (asked.deleted_too OR ${notDeleted('found.asset_id')})
       ORDER BY platform_id LIMIT ${PLATFORMS_NAMED}) AS version
     JOIN rhumbline.jobs AS job ON job.job_id = version.current_job_id`,
    [
      asked.map(({ request_id }) => request_id),
      asked.map(({ platform_id }) => platform_id),
      asked.map(({ deleted_too }) => deleted_too),
    ],
  );
  const found = Map.groupBy(rows, ({ place }) => place - 1);
  return asked.map(({ request_id }, place) => statusOf(found.get(place) ?? [], request_id));
}

function statusOf(rows: readonly StatusRow[], requestId: string): SubmissionStatus | undefined | FaultError {
  let row: StatusRow | undefined;
  try {
    row = onlyPlatform(rows, requestId);
  } catch (error) {
    if (error instanceof FaultError) return error;
    throw error;
  }
  if (row === undefined) return undefined;
  const { place: _, platform_id: __, last_error, created_at, updated_at, ...status } = row;
  return {
    ...status,
    error: clientErrorOf(last_error),
    submitted_at: timeOf(created_at),
    updated_at: timeOf(updated_at),
  };
}
