import type { z } from 'zod';
import { REPLAYED } from '../shared/idempotency-key.ts';
import type { Reply } from '../shared/route.ts';
import { acceptedJob } from '../shared/schemas/replies.ts';
import type { ForwardedAnswer } from './relay.ts';

/** The domain's answer to the submission of a job, and where to follow the job here. */
export function acceptedJobReply({ body, replayed }: ForwardedAnswer): Reply<z.output<typeof acceptedJob>> {
  const accepted = acceptedJob.parse(body);
  const Location = `/api/status/job/${accepted.job_id}`;
  return { body: accepted, headers: { Location, ...(replayed ? REPLAYED : {}) } };
}
