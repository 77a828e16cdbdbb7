import type { JobState } from '../plan/job.ts';

export const PROCESSING_STATES = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type ProcessingState = (typeof PROCESSING_STATES)[number];

export const APPROVAL_STATES = ['pending_review', 'approved', 'rejected'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** Of an asset: who may see it. */
export const CLEARANCES = ['uncleared', 'ouo', 'public'] as const;
export type Clearance = (typeof CLEARANCES)[number];

export const DATA_TYPES = ['raster', 'vector'] as const;
export type DataType = (typeof DATA_TYPES)[number];

/** An asset that was deleted is kept, and can be restored. */
export const PRESENCES = ['live', 'deleted'] as const;
export type Presence = (typeof PRESENCES)[number];

/** Which states a job may go to. What has ended stays as it ended. */
export const JOB_TRANSITIONS: Readonly<Record<JobState, readonly JobState[]>> = {
  pending: ['pending', 'running', 'completed', 'failed', 'cancelled'],
  running: ['running', 'completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

/** What the state of its current job makes of a version. */
export const PROCESSING_STATE_OF_JOB: Readonly<Record<JobState, ProcessingState>> = {
  pending: 'queued',
  running: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** From where a job goes on as its next attempt. */
export const RETRYABLE: readonly JobState[] = ['failed', 'cancelled'];

export function hasEnded(state: JobState): boolean {
  return JOB_TRANSITIONS[state].length === 0;
}
