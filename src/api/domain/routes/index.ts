import type { Route } from '../../shared/route.ts';
import { progressFor, progressRoute } from '../../shared/routes/progress.ts';
import { timelineRoute } from '../../shared/routes/timeline.ts';
import type { DomainServices } from '../services.ts';
import { adminRoutes } from './admin.ts';
import { assetRoutes } from './assets.ts';
import { controlJobRoutes } from './control-job.ts';
import { decideNodeRoute } from './decide-node.ts';
import { deployRoute } from './deploy.ts';
import { jobStatsRoute } from './job-stats.ts';
import { layerRoutes } from './layers.ts';
import { reprocessRoute } from './reprocess.ts';
import { retryJobRoute } from './retry-job.ts';
import { approveRoute, rejectRoute } from './review.ts';
import { runSpecRoute } from './run-spec.ts';
import { signStacAssetRoute } from './sign-stac-asset.ts';
import { submitRoute } from './submit.ts';
import { submitJobRoute } from './submit-job.ts';
import { takeBatchKeyRoute } from './take-batch-key.ts';
import { workflowRoutes } from './workflows.ts';

export function domainRoutes(services: DomainServices): Route[] {
  return [
    submitRoute(services),
    approveRoute(services),
    rejectRoute(services),
    reprocessRoute(services),
    ...assetRoutes(services),
    submitJobRoute(services),
    takeBatchKeyRoute(services),
    runSpecRoute(services),
    jobStatsRoute(services),
    timelineRoute(services),
    progressRoute(services.pool, async (view, follow, { identity }) =>
      services.progress.follow(
        view,
        follow,
        identity.platform_id ?? identity.actor,
        (shown) => progressFor(identity).parse(shown) as object,
      ),
    ),
    ...controlJobRoutes(services),
    retryJobRoute(services),
    decideNodeRoute(services),
    ...workflowRoutes(services),
    ...adminRoutes(services),
    ...layerRoutes(services),
    signStacAssetRoute(services),
    deployRoute(services),
  ];
}
