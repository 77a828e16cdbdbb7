import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import { type JobView, readJob } from '../../../assets/reads/read-job.ts';
import { readJobNodes } from '../../../assets/reads/read-job-nodes.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { jobParams } from '../../shared/schemas/parameters.ts';
import { job, jobNodes } from '../../shared/schemas/replies.ts';
import { visibleRows } from '../../shared/scopes.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function jobRoute(services: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/status/job/{job_id}',
    operation_id: 'getJob',
    tag: 'Jobs',
    summary: 'A job',
    scope: 'read',
    params: jobParams,
    reply: { status: 200, description: 'The job.', schema: job },
    problems: ['job_not_found', ...READ_PROBLEMS],
    handle: async ({ params, identity }) => ({ body: await findJob(services, params.job_id, identity) }),
  });
}

export function jobNodesRoute(services: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/status/job/{job_id}/nodes',
    operation_id: 'getJobNodes',
    tag: 'Jobs',
    summary: "A job's nodes, in the plan's order",
    scope: 'read',
    params: jobParams,
    reply: { status: 200, description: 'The nodes.', schema: jobNodes },
    problems: ['job_not_found', ...READ_PROBLEMS],
    handle: async ({ params, identity }) => {
      const { job_id } = await findJob(services, params.job_id, identity);
      return { body: { job_id, nodes: await readJobNodes(services.pool, job_id) } };
    },
  });
}

/** @throws ProblemError `job_not_found`, also when it is not for the caller */
export async function findJob({ pool }: GatewayServices, jobId: string, identity: Identity): Promise<JobView> {
  const found = await readJob(pool, jobId, visibleRows(identity));
  if (found) return found;
  throw new ProblemError('job_not_found', `There is no job ${jobId}.`);
}
