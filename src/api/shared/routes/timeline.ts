import { z } from 'zod';
import { readJob } from '../../../assets/reads/read-job.ts';
import { readTimeline } from '../../../assets/reads/read-timeline.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { Cursors } from '../cursor.ts';
import { defineList } from '../list-route.ts';
import { ProblemError } from '../problem.ts';
import type { Route } from '../route.ts';
import * as field from '../schemas/fields.ts';
import { timelineEntry } from '../schemas/job-control.ts';
import { jobParams } from '../schemas/parameters.ts';
import { visibleRows } from '../scopes.ts';

export function timelineRoute({ pool, cursors }: { pool: Queryable; cursors: Cursors }): Route {
  return defineList(cursors, {
    path: '/api/jobs/{job_id}/timeline',
    operation_id: 'getJobTimeline',
    tag: 'Jobs',
    summary: 'All that happened to a job, in order',
    description:
      'Changes of nodes and of the job, attempts and what they failed with, percentages in steps of ten, requests and ' +
      'decisions. Of the items of a fan-out: failures, attempts beyond the first, and which of them a retry runs again. Of used ' +
      'specs: their nodes, by `item_key`. Kept as long as the job is.',
    scope: 'read',
    params: jobParams,
    filters: z.object({}),
    order: 'asc',
    limits: { default: 200, maximum: 9_999 },
    reply: {
      id: 'Timeline',
      description: 'A page of it.',
      items: 'entries',
      item: timelineEntry,
      around: { job_id: field.jobId },
    },
    problems: ['job_not_found', 'database_unavailable'],
    read: async ({ params, identity }, page) => {
      const job = await readJob(pool, params.job_id, visibleRows(identity));
      if (job === undefined) throw new ProblemError('job_not_found', `There is no job ${params.job_id}.`);
      return { ...(await readTimeline(pool, job.job_id, page)), around: { job_id: job.job_id } };
    },
  });
}
