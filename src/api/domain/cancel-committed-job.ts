import type { DomainServices } from './services.ts';
import { controlJob } from './temporal/control-job.ts';

/**
 * Tells Temporal of a job's end that was asked for in a transaction that is committed. When that fails it is no failure of
 * the request: the reconciler does it.
 */
export async function cancelCommittedJob({ temporal, log }: DomainServices, jobId: string): Promise<void> {
  try {
    const told = await controlJob(temporal, jobId, 'cancel');
    log.info({ job_id: jobId, told }, 'Job:CancelRequested');
  } catch (err) {
    log.warn({ job_id: jobId, err }, 'Job:CancelLeftToReconciler');
  }
}
