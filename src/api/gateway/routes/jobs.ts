import { listEvents } from '../../../assets/reads/list-events.ts';
import { listJobs } from '../../../assets/reads/list-jobs.ts';
import { readJobStats } from '../../../assets/reads/read-job-stats.ts';
import { defineList } from '../../shared/list-route.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import * as field from '../../shared/schemas/fields.ts';
import { jobCounts } from '../../shared/schemas/job-control.ts';
import { jobParams, noFilters } from '../../shared/schemas/parameters.ts';
import { jobEvent, jobFilters, listedJob } from '../../shared/schemas/reads.ts';
import { visibleRows } from '../../shared/scopes.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';
import { findJob } from './job.ts';

export function jobsRoute({ pool, cursors }: GatewayServices): Route {
  return defineList(cursors, {
    path: '/api/status/jobs',
    operation_id: 'listJobs',
    tag: 'Jobs',
    summary: 'Jobs, newest first',
    scope: 'read',
    filters: jobFilters,
    order: 'desc',
    reply: { id: 'JobList', description: 'A page of them.', items: 'jobs', item: listedJob },
    problems: ['platform_not_allowed', ...READ_PROBLEMS],
    read: ({ query, identity }, page) =>
      listJobs(pool, { ...query, ...visibleRows(identity, query.platform_id) }, page),
  });
}

export function jobEventsRoute(services: GatewayServices): Route {
  return defineList(services.cursors, {
    path: '/api/status/job/{job_id}/events',
    operation_id: 'listJobEvents',
    tag: 'Jobs',
    summary: "A job's events, oldest first",
    description: 'The trail of the job and its nodes. The timeline has attempts and percentages besides.',
    scope: 'read',
    params: jobParams,
    filters: noFilters,
    order: 'asc',
    reply: {
      id: 'JobEvents',
      description: 'A page of them.',
      items: 'events',
      item: jobEvent,
      around: { job_id: field.jobId },
    },
    problems: ['job_not_found', ...READ_PROBLEMS],
    read: async ({ params, identity }, page) => {
      const { job_id } = await findJob(services, params.job_id, identity);
      return { ...(await listEvents(services.pool, { platform_id: null, job_id }, page)), around: { job_id } };
    },
  });
}

export function jobCountsRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/status/stats',
    operation_id: 'getJobCounts',
    tag: 'Jobs',
    summary: 'How many jobs wait and run, and how many ended in the last day',
    scope: 'read',
    reply: { status: 200, description: 'The figures.', schema: jobCounts },
    problems: READ_PROBLEMS,
    handle: async ({ identity }) => ({ body: await readJobStats(pool, identity.platform_id) }),
  });
}
