import type { Actor } from '../../assets/events.ts';
import type { Once } from '../../assets/idempotency/once.ts';
import { type JobSubmission, type SubmittedJob, submitJob } from '../../assets/submit-job.ts';
import type { DomainServices } from './services.ts';
import { startCommittedJob } from './start-committed-job.ts';

/** Takes a checked job in that makes no asset version, and starts it unless it was there before. */
export async function acceptJob(
  services: DomainServices,
  submission: Omit<JobSubmission, 'software_version'>,
  actor: Actor,
  once: Once | null,
): Promise<SubmittedJob> {
  const { software_version } = services;
  const { plan, inputs, priority } = submission;
  const made = await submitJob(services.pool, { ...submission, software_version }, actor, once);
  if (made.created) {
    const { job_id } = made;
    const job = { job_id, attempt: 1, asset: null, plan, inputs, priority, software_version, retry_request: null };
    await startCommittedJob(services, { ...job, submitted_by: actor.name });
  }
  return made;
}

export function acceptedReply({ job_id, workflow_id, state, created }: SubmittedJob) {
  return { body: { job_id, workflow_id, status: state, created } };
}
