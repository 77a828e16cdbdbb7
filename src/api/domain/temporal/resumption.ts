import type { Client } from '@temporalio/client';
import { resumeFrom } from '../../../plan/execution/resume.ts';
import type { JobSnapshot } from '../../../plan/job.ts';
import { ProblemError } from '../../shared/problem.ts';
import { describeRun } from './describe-run.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { StartableJob } from './start-job.ts';

export type Resumption =
  | { kind: 'resume'; snapshot: JobSnapshot }
  | { kind: 'already_started' }
  | { kind: 'unavailable'; error: unknown };

/**
 * What an attempt beyond the first begins with, unless it has a run already.
 *
 * @throws ProblemError `resume_unavailable`, `worker_unavailable`, `temporal_unavailable`
 * @throws FaultError of a request that does not fit the job
 */
export async function resumptionOf(
  client: Client,
  { job_id, attempt, plan, retry_request }: StartableJob,
): Promise<Resumption> {
  const last = await describeRun(client, job_id);
  if (last === undefined) {
    throw new ProblemError('resume_unavailable', `What the job ${job_id} has done is not kept any more.`);
  }
  if (last.attempt >= attempt) return { kind: 'already_started' };
  // A run tells of its end before it has ended: it is about to.
  if (last.is_open) return { kind: 'unavailable', error: new Error('the run before this attempt has not closed yet') };
  const snapshot = await readSnapshot(client, job_id);
  return { kind: 'resume', snapshot: resumeFrom(plan, snapshot, retry_request ?? {}) };
}
