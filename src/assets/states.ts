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

export type Review = 'approve' | 'reject';
export type ReviewRefusal = 'version_already_resolved' | 'version_not_completed' | 'version_not_finished';

/** Whether a version may be approved or rejected: null where it may, else the code of the refusal. */
export function reviewRefusal(
  review: Review,
  version: { approval_state: ApprovalState; processing_state: ProcessingState },
): ReviewRefusal | null {
  if (version.approval_state !== 'pending_review') return 'version_already_resolved';
  return REVIEWABLE[review][version.processing_state];
}

/** A reviewer rejects what has come to an end, however it ended, and approves only what has a product. */
const REVIEWABLE: Readonly<Record<Review, Readonly<Record<ProcessingState, ReviewRefusal | null>>>> = {
  approve: {
    queued: 'version_not_completed',
    processing: 'version_not_completed',
    completed: null,
    failed: 'version_not_completed',
    cancelled: 'version_not_completed',
  },
  reject: {
    queued: 'version_not_finished',
    processing: 'version_not_finished',
    completed: null,
    failed: null,
    cancelled: null,
  },
};

export function hasEnded(state: JobState): boolean {
  return JOB_TRANSITIONS[state].length === 0;
}
