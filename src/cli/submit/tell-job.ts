import { hasEnded } from '../../assets/states.ts';
import type { CliContext } from '../context.ts';
import type { AcceptedJob } from '../gateway-client/gateway-client.ts';
import { type ReplyOptions, tellAccepted } from './tell-accepted.ts';

/** Says that a job was accepted, or that it is one of before, and how that stands. */
export async function tellJob(answer: AcceptedJob, options: ReplyOptions, context: CliContext): Promise<number> {
  const { job_id, status } = answer;
  const accepted = { answer, text: textOf(answer), state: status, follow: job_id, findJobId: async () => job_id };
  return tellAccepted(accepted, options, context);
}

function textOf({ job_id, status, created }: AcceptedJob): string {
  if (created) return `Accepted: job ${job_id}, ${status}.`;
  if (!hasEnded(status)) return `The job ${job_id} was accepted before: it is ${status}.`;
  const ended = `Nothing is run: the job ${job_id} of an earlier submission is ${status} already.`;
  const anew = 'For a new job of the same, give an --idempotency-key that was not used yet.';
  return status === 'completed' ? `${ended}\n${anew}` : `${ended}\n${retryHint(job_id)}\n${anew}`;
}

export function retryHint(jobId: string): string {
  return `Go on from where it stopped: rhumbline retry ${jobId}`;
}
