import type { z } from 'zod';
import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import { type JobProgressView, readProgress } from '../../../assets/reads/read-progress.ts';
import type { Queryable } from '../../../db/pool.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { defineRoute, type Follow, type Route } from '../route.ts';
import { progress } from '../schemas/job-control.ts';
import { jobParams } from '../schemas/parameters.ts';
import { visibleRows } from '../scopes.ts';
import { clientForm, seesAll } from '../visibility.ts';

/** How a service gives a job's progress as events. */
export type FollowProgress = (
  view: JobProgressView,
  follow: Follow,
  caller: { identity: Identity; context: RequestContext },
) => Promise<AsyncIterable<string | Uint8Array> | null>;

const FOR_CLIENTS = clientForm(progress);

/** What somebody may see of it, for those who send it otherwise than as a reply. */
export function progressFor(identity: Identity): z.ZodType {
  return seesAll(identity) ? progress : FOR_CLIENTS;
}

export function progressRoute(pool: Queryable, followProgress: FollowProgress): Route {
  async function find(jobId: string, identity: Identity): Promise<JobProgressView> {
    const view = await readProgress(pool, jobId, visibleRows(identity));
    if (view) return view;
    throw new ProblemError('job_not_found', `There is no job ${jobId}.`);
  }
  return defineRoute({
    method: 'get',
    path: '/api/jobs/{job_id}/progress',
    operation_id: 'getJobProgress',
    tag: 'Jobs',
    summary: 'How far a job is',
    description: 'With `Accept: text/event-stream` at each change until its end, by server-sent events.',
    scope: 'read',
    params: jobParams,
    reply: { status: 200, description: 'How it stands now.', schema: progress },
    problems: ['job_not_found', 'too_many_streams', 'database_unavailable'],
    handle: async ({ params, identity }) => ({ body: await find(params.job_id, identity) }),
    stream: async ({ params, identity, context }, follow) =>
      followProgress(await find(params.job_id, identity), follow, { identity, context }),
  });
}
