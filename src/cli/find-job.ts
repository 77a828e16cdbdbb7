import * as field from '../api/shared/schemas/fields.ts';
import { CliError, usageError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';
import type { GatewayClient, Job, SubmissionStatus } from './gateway-client/gateway-client.ts';

/** What a person gave: the id of a job, or the request id of a submission. */
export type Found = FoundJob | FoundSubmission;

interface FoundJob {
  kind: 'job';
  job: Job;
}

interface FoundSubmission {
  kind: 'submission';
  status: SubmissionStatus;
}

const LOOKS_LIKE_A_JOB = /^[0-9a-f]{32}-v\d+-r\d+$|^[a-z][a-z0-9_]*-[0-9a-f]{16}$/;

/**
 * Nothing in an id tells for sure what it names, so both are asked for, the likelier first.
 *
 * @throws CliError `not_found`, and what the gateway refuses with otherwise
 */
export async function findByEitherId(gateway: GatewayClient, id: string): Promise<Found> {
  const finders = [findJob, findSubmission];
  if (!LOOKS_LIKE_A_JOB.test(id)) finders.reverse();
  for (const find of finders) {
    const found = await find(gateway, id);
    if (found) return found;
  }
  throw new CliError('not_found', `There is no job and no submission with the id ${JSON.stringify(id)}.`, {
    exitCode: EXIT.refused,
    status: 404,
  });
}

/** The job of that id, or the current one of the submission. */
export async function findJobId(gateway: GatewayClient, id: string): Promise<string> {
  const found = await findByEitherId(gateway, id);
  return found.kind === 'job' ? found.job.job_id : (await gateway.lookUp(found.status.request_id)).job_id;
}

/** @throws CliError `wrong_usage` */
export function parseOrdinal(text: string): number {
  const parsed = field.ordinalParameter.safeParse(text);
  if (parsed.success) return parsed.data;
  throw usageError(`The version's ordinal must be a whole number from 1, not ${JSON.stringify(text)}.`);
}

async function findJob(gateway: GatewayClient, id: string): Promise<FoundJob | undefined> {
  if (!field.jobId.safeParse(id).success) return undefined;
  const job = await unlessMissing(gateway.job(id));
  return job && { kind: 'job', job };
}

/** What was submitted under a request id, if anything. */
export async function findSubmission(gateway: GatewayClient, id: string): Promise<FoundSubmission | undefined> {
  if (!field.requestId.safeParse(id).success) return undefined;
  const status = await unlessMissing(gateway.submissionStatus(id));
  return status && { kind: 'submission', status };
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CliError && error.status === 404) return undefined;
    throw error;
  }
}
