import type { RunPlanInput } from './job.ts';

/** The Temporal workflow type that a schedule starts. */
export const SUBMIT_SCHEDULED = 'submitScheduled';
/** The activity type by which it has the asset service take the job in. */
export const RECORD_SCHEDULED = 'record_scheduled';

/** The one argument of the workflow that a schedule starts. */
export interface SubmitScheduledInput {
  workflow_id: string;
  /** Of the schedule as its spec has it; what the workflow does does not depend on it. */
  fingerprint: string;
}

export interface ScheduledSubmission {
  workflow_id: string;
  /** When the schedule meant it to be: RFC 3339, UTC. The same time is the same job. */
  scheduled_at: string;
}

/** The job that was taken in; null when there is no such schedule any more. */
export interface ScheduledJob {
  run: RunPlanInput | null;
}
