import { listEvents } from '../../../../assets/reads/list-events.ts';
import { listJobs } from '../../../../assets/reads/list-jobs.ts';
import { listFailedNodes, listRunningNodes } from '../../../../assets/reads/list-nodes.ts';
import { listOrphans } from '../../../../assets/reads/list-orphans.ts';
import { defineList } from '../../../shared/list-route.ts';
import type { Route } from '../../../shared/route.ts';
import { noFilters } from '../../../shared/schemas/parameters.ts';
import * as schema from '../../../shared/schemas/reads.ts';
import { platformToRead, visibleRows } from '../../../shared/scopes.ts';
import { READ_PROBLEMS } from '../../problems.ts';
import type { GatewayServices } from '../../services.ts';

const ADMIN = { tag: 'Administration', scope: 'admin' } as const;

/** What is going on, and what went wrong: for those who run the service. */
export function adminListRoutes({ pool, cursors }: GatewayServices): Route[] {
  const activeJobs = defineList(cursors, {
    ...ADMIN,
    path: '/api/admin/active-jobs',
    operation_id: 'listActiveJobs',
    summary: 'Jobs that have not ended, oldest first',
    filters: noFilters,
    order: 'asc',
    reply: { id: 'ActiveJobs', description: 'A page of them.', items: 'jobs', item: schema.listedJob },
    problems: READ_PROBLEMS,
    read: ({ identity }, page) => listJobs(pool, { ...visibleRows(identity), active: true }, page),
  });
  const recentEvents = defineList(cursors, {
    ...ADMIN,
    path: '/api/admin/recent-events',
    operation_id: 'listRecentEvents',
    summary: 'The trail of everything, newest first',
    filters: schema.eventFilters,
    order: 'desc',
    reply: { id: 'RecentEvents', description: 'A page of it.', items: 'events', item: schema.trailEvent },
    problems: ['platform_not_allowed', ...READ_PROBLEMS],
    read: ({ query, identity }, page) =>
      listEvents(pool, { ...query, platform_id: platformToRead(identity, query.platform_id) }, page),
  });
  const orphans = defineList(cursors, {
    ...ADMIN,
    path: '/api/admin/orphans',
    operation_id: 'listOrphans',
    summary: 'Jobs and versions that have lost their other half, longest first',
    description:
      'Jobs that have not ended though their version has another one, or that the reconciler has not looked at for ' +
      '15 minutes, and versions still to be processed though their job has ended.',
    filters: noFilters,
    order: 'asc',
    reply: { id: 'Orphans', description: 'A page of them.', items: 'orphans', item: schema.orphan },
    problems: READ_PROBLEMS,
    read: ({ identity }, page) => listOrphans(pool, identity, page),
  });
  const runningNodes = defineList(cursors, {
    ...ADMIN,
    path: '/api/admin/running-nodes',
    operation_id: 'listRunningNodes',
    summary: 'Nodes that run, longest first',
    filters: noFilters,
    order: 'asc',
    reply: { id: 'RunningNodes', description: 'A page of them.', items: 'nodes', item: schema.runningNode },
    problems: READ_PROBLEMS,
    read: ({ identity }, page) => listRunningNodes(pool, identity, page),
  });
  const failedNodes = defineList(cursors, {
    ...ADMIN,
    path: '/api/admin/failed-nodes',
    operation_id: 'listFailedNodes',
    summary: 'Nodes that failed, last first',
    filters: noFilters,
    order: 'desc',
    reply: { id: 'FailedNodes', description: 'A page of them.', items: 'nodes', item: schema.failedNode },
    problems: READ_PROBLEMS,
    read: ({ identity }, page) => listFailedNodes(pool, identity, page),
  });
  return [activeJobs, recentEvents, orphans, runningNodes, failedNodes];
}
