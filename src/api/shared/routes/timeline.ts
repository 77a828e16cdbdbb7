import { z } from 'zod';
import { readJob } from '../../../assets/reads/read-job.ts';
import { readTimeline, type TimelineCursor } from '../../../assets/reads/read-timeline.ts';
import type { Queryable } from '../../../db/pool.ts';
import { ProblemError } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';
import { timeline } from '../schemas/job-control.ts';
import { jobParams } from '../schemas/parameters.ts';

const query = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/, 'must be a whole number from 1 to 9999')
    .transform(Number)
    .default(200)
    .meta({ description: 'Entries a page, at most.', override: { type: 'integer', minimum: 1, maximum: 9_999 } }),
  cursor: z.string().max(64).optional().meta({ description: 'The `next_cursor` of the page before.' }),
});

export function timelineRoute({ pool }: { pool: Queryable }): Route {
  return defineRoute({
    method: 'get',
    path: '/api/jobs/{job_id}/timeline',
    operation_id: 'getJobTimeline',
    tag: 'Jobs',
    summary: 'All that happened to a job, in order',
    description:
      'Changes of nodes and of the job, attempts and what they failed with, percentages in steps of ten, requests and ' +
      'decisions. Of the items of a fan-out: failures, and attempts beyond the first. Kept as long as the job is.',
    scope: 'read',
    params: jobParams,
    query,
    reply: { status: 200, description: 'A page of it.', schema: timeline },
    problems: ['job_not_found', 'invalid_cursor', 'database_unavailable'],
    handle: async ({ params, query: { limit, cursor }, identity }) => {
      const after = cursor === undefined ? null : cursorOf(cursor);
      const job = await readJob(pool, params.job_id, identity.platform_id);
      if (job === undefined) throw new ProblemError('job_not_found', `There is no job ${params.job_id}.`);
      const { entries, next } = await readTimeline(pool, job.job_id, { after, limit });
      const next_cursor = next === null ? null : `${next.micros}.${next.entry_id}`;
      return { body: { job_id: job.job_id, entries, next_cursor } };
    },
  });
}

const CURSOR = /^(\d{1,18})\.(\d{1,18})$/;

function cursorOf(text: string): TimelineCursor {
  const [, micros, entry_id] = CURSOR.exec(text) ?? [];
  if (micros !== undefined && entry_id !== undefined) return { micros, entry_id };
  throw new ProblemError('invalid_cursor', 'Give the next_cursor of the page before as it came.', {
    faults: [{ parameter: 'cursor', code: 'invalid_value', message: 'The cursor is not one of ours.' }],
  });
}
