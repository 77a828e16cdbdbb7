import { type Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { PAUSE, RESUME } from '../../../plan/job.ts';
import { ProblemError } from '../../shared/problem.ts';
import { withDeadline } from './deadline.ts';

export type Control = 'cancel' | 'pause' | 'resume';

/** Cancelled, the workflow ends as soon as its running activities have stopped. Paused, it starts nothing new. */
const CALLS: Readonly<Record<Control, (handle: WorkflowHandle) => Promise<unknown>>> = {
  cancel: (handle) => handle.cancel(),
  pause: (handle) => handle.signal(PAUSE),
  resume: (handle) => handle.signal(RESUME),
};

/**
 * Asks something of the job's workflow.
 *
 * @returns false when Temporal has no running workflow of that id
 * @throws ProblemError `temporal_unavailable`
 */
export async function controlJob(client: Client, jobId: string, control: Control): Promise<boolean> {
  try {
    await withDeadline(client, () => CALLS[control](client.workflow.getHandle(jobId)));
    return true;
  } catch (cause) {
    if (cause instanceof WorkflowNotFoundError) return false;
    throw temporalUnavailable(cause);
  }
}

export function temporalUnavailable(cause: unknown): ProblemError {
  return new ProblemError('temporal_unavailable', 'The workflow service cannot be reached. Try again soon.', {
    headers: { 'Retry-After': '5' },
    cause,
  });
}
