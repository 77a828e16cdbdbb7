import type { z } from 'zod';
import { REPLAYED } from '../shared/idempotency-key.ts';
import type { Reply } from '../shared/route.ts';
import type { acceptedJob } from '../shared/schemas/replies.ts';
import type { ForwardedAnswer } from './relay.ts';

/** The domain's answer to the submission of a job, and where to follow the job here. */
export function acceptedJobReply({
  body: accepted,
  replayed,
}: ForwardedAnswer<typeof acceptedJob>): Reply<z.output<typeof acceptedJob>> {
  const Location = `/api/status/job/${accepted.job_id}`;
  return { body: accepted, headers: { Location, ...(replayed ? REPLAYED : {}) } };
}
