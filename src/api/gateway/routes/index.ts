import type { Route } from '../../shared/route.ts';
import type { GatewayServices } from '../services.ts';
import { cancelJobRoute, jobNodesRoute, jobRoute } from './job.ts';
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
    cancelJobRoute(services),
    lookupRoute(services),
  ];
}
