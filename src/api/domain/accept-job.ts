import type { Actor } from '../../assets/events.ts';
import { type JobSubmission, type SubmittedJob, submitJob } from '../../assets/submit-job.ts';
import type { DomainServices } from './services.ts';
import { startCommittedJob } from './start-committed-job.ts';

/** Takes a checked job in that makes no asset version, and starts it unless it was there before. */
export async function acceptJob(
  services: DomainServices,
  submission: Omit<JobSubmission, 'software_version'>,
  actor: Actor,
): Promise<Pick<SubmittedJob, 'job_id' | 'workflow_id' | 'created'> & { status: SubmittedJob['state'] }> {
  const { software_version } = services;
  const { plan, inputs } = submission;
  const made = await submitJob(services.pool, { ...submission, software_version }, actor);
  const { job_id, workflow_id, state, created } = made;
  if (created) {
    const job = { job_id, attempt: 1, asset: null, plan, inputs, software_version, retry_request: null };
    await startCommittedJob(services, job);
  }
  return { job_id, workflow_id, status: state, created };
}
