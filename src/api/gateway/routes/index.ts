import type { Route } from '../../shared/route.ts';
import { adminLists } from '../../shared/routes/admin-lists.ts';
import { layerReads } from '../../shared/routes/layers.ts';
import { progressRoute } from '../../shared/routes/progress.ts';
import { timelineRoute } from '../../shared/routes/timeline.ts';
import { gatewayChecks } from '../checks.ts';
import type { GatewayServices } from '../services.ts';
import { stacRoutes } from '../stac/index.ts';
import { adminListRoutes } from './admin/lists.ts';
import { adminMutations } from './admin/mutations.ts';
import { adminHealthRoute, configRoute } from './admin/service.ts';
import { assetMutations } from './asset-mutations.ts';
import { assetRoute, assetsRoute, platformsRoute } from './assets.ts';
import { followByRelay } from './follow-progress.ts';
import { gatewayHealthRoute, proxyHealthRoute } from './health.ts';
import { jobNodesRoute, jobRoute } from './job.ts';
import { jobControlRoutes } from './job-control.ts';
import { jobCountsRoute, jobEventsRoute, jobsRoute } from './jobs.ts';
import { lookupRoute } from './lookup.ts';
import { statusRoute } from './status.ts';
import { submitRoute } from './submit.ts';
import { submitBatchRoute } from './submit-batch.ts';
import { submitJobRoute } from './submit-job.ts';
import { latestVersionRoute, versionRoute, versionsRoute } from './versions.ts';
import { workflowRoutes } from './workflows.ts';

export function gatewayRoutes(services: GatewayServices, checks = gatewayChecks(services)): Route[] {
  return [
    submitRoute(services),
    statusRoute(services),
    assetsRoute(services),
    // Before those that would take the last part of the path for an id.
    platformsRoute(services),
    assetRoute(services),
    versionsRoute(services),
    latestVersionRoute(services),
    versionRoute(services),
    ...assetMutations(services),
    submitJobRoute(services),
    submitBatchRoute(services),
    jobsRoute(services),
    jobRoute(services),
    jobNodesRoute(services),
    jobEventsRoute(services),
    jobCountsRoute(services),
    lookupRoute(services),
    timelineRoute(services),
    progressRoute(services.pool, followByRelay(services.domain)),
    ...jobControlRoutes(services),
    ...workflowRoutes(services),
    gatewayHealthRoute(checks),
    proxyHealthRoute(services),
    adminHealthRoute(services, checks),
    configRoute(services),
    ...adminListRoutes(services),
    ...adminLists(services, '/api/admin'),
    ...layerReads(services, '/api/admin'),
    ...adminMutations(services),
    ...stacRoutes(services),
  ];
}
