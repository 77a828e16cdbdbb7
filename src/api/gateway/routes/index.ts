import type { Route } from '../../shared/route.ts';
import { progressRoute } from '../../shared/routes/progress.ts';
import { timelineRoute } from '../../shared/routes/timeline.ts';
import type { GatewayServices } from '../services.ts';
import { followByRelay } from './follow-progress.ts';
import { jobNodesRoute, jobRoute } from './job.ts';
import { jobControlRoutes } from './job-control.ts';
import { lookupRoute } from './lookup.ts';
import { statusRoute } from './status.ts';
import { submitRoute } from './submit.ts';
import { submitJobRoute } from './submit-job.ts';
import { approveRoute, rejectRoute, versionRoute, versionsRoute } from './versions.ts';

export function gatewayRoutes(services: GatewayServices): Route[] {
  return [
    submitRoute(services),
    statusRoute(services),
    versionsRoute(services),
    versionRoute(services),
    approveRoute(services),
    rejectRoute(services),
    submitJobRoute(services),
    jobRoute(services),
    jobNodesRoute(services),
    lookupRoute(services),
    timelineRoute(services),
    progressRoute(services.pool, followByRelay(services.domain)),
    ...jobControlRoutes(services),
  ];
}
