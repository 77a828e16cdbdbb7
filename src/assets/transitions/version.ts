import { type ApprovalState, PROCESSING_STATES, type ProcessingState } from '../states.ts';
import { each, refused, type Step, to } from './step.ts';

export const VERSION_OPERATIONS = ['approve', 'reject', 'reprocess', 'retry', 'submit_next'] as const;
export type VersionOperation = (typeof VERSION_OPERATIONS)[number];

export interface VersionState {
  processing_state: ProcessingState;
  approval_state: ApprovalState;
}

export type VersionRefusal =
  | 'version_already_resolved'
  | 'version_not_completed'
  | 'version_not_finished'
  | 'job_not_retryable'
  | 'unresolved_version';

export type VersionStep = Step<Partial<VersionState>, VersionRefusal>;
type ByProcessing = Readonly<Record<ProcessingState, VersionStep>>;

/** A decision is not changed: what was approved stays what the reviewer saw, and what was rejected is submitted anew. */
const RESOLVED: Readonly<Record<'approved' | 'rejected', ByProcessing>> = {
  approved: each(PROCESSING_STATES, refused('version_already_resolved')),
  rejected: each(PROCESSING_STATES, refused('version_already_resolved')),
};

const REJECTED = to({ approval_state: 'rejected' } as const);
const QUEUED = to({ processing_state: 'queued' } as const);
const STAYS = to({});

/** Every operation in every state. A reviewer rejects what has ended, however, and approves only what has a product. */
export const VERSION_TRANSITIONS: Readonly<Record<VersionOperation, Readonly<Record<ApprovalState, ByProcessing>>>> = {
  approve: {
    pending_review: {
      ...each(PROCESSING_STATES, refused('version_not_completed')),
      completed: to({ approval_state: 'approved' }),
    },
    ...RESOLVED,
  },
  reject: {
    pending_review: {
      queued: refused('version_not_finished'),
      processing: refused('version_not_finished'),
      completed: REJECTED,
      failed: REJECTED,
      cancelled: REJECTED,
    },
    ...RESOLVED,
  },
  reprocess: {
    pending_review: {
      queued: refused('version_not_finished'),
      processing: refused('version_not_finished'),
      completed: QUEUED,
      failed: QUEUED,
      cancelled: QUEUED,
    },
    ...RESOLVED,
  },
  retry: {
    pending_review: {
      queued: refused('job_not_retryable'),
      processing: refused('job_not_retryable'),
      completed: refused('job_not_retryable'),
      failed: QUEUED,
      cancelled: QUEUED,
    },
    ...RESOLVED,
  },
  submit_next: {
    pending_review: each(PROCESSING_STATES, refused('unresolved_version')),
    approved: each(PROCESSING_STATES, STAYS),
    rejected: each(PROCESSING_STATES, STAYS),
  },
};

export function versionStep(operation: VersionOperation, state: VersionState): VersionStep {
  return VERSION_TRANSITIONS[operation][state.approval_state][state.processing_state];
}
