import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainServices } from './services.ts';
import { type StartableJob, startJob } from './temporal/start-job.ts';

/**
 * Starts the workflow of a job that was just committed. When that fails it is no failure of the request: the job is
 * there, and the reconciler starts it.
 */
export async function startCommittedJob(services: DomainServices, job: StartableJob): Promise<void> {
  const { log, pause_before_start_ms } = services;
  if (pause_before_start_ms > 0) {
    log.warn({ job_id: job.job_id, pause_before_start_ms }, 'TestHook:PausingBeforeStart');
    await sleep(pause_before_start_ms);
  }
  const outcome = await startJob(services.temporal, services, job);
  if (outcome.kind === 'started') {
    log.info({ job_id: job.job_id }, 'Job:Started');
    services.started.add(job.job_id);
  } else if (outcome.kind === 'unavailable') {
    log.warn({ job_id: job.job_id, err: outcome.error }, 'Job:LeftToReconciler');
  } else log.info({ job_id: job.job_id, outcome }, 'Job:NotStartedHere');
}
