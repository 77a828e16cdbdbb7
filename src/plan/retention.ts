/** The Temporal workflow type that the schedule of the retention starts, and the activity type by which it is done. */
export const KEEP_RETENTION = 'keepRetention';
export const APPLY_RETENTION = 'apply_retention';

/** The one argument of the workflow. */
export interface KeepRetentionInput {
  /** Of the schedule; what the workflow does does not depend on it. */
  fingerprint: string;
}
