import * as operation from '../../../shared/admin-operations.ts';
import * as layers from '../../../shared/layer-operations.ts';
import type { Route } from '../../../shared/route.ts';
import { requireNoPlatform, requireSamePlatform } from '../../../shared/scopes.ts';
import { forward } from '../../forward.ts';
import type { GatewayServices } from '../../services.ts';

/** What those do who run the service: all of it forwarded. */
export function adminMutations(services: GatewayServices): Route[] {
  return [
    forward(services, operation.createPlatform, at('/platforms'), requireNoPlatform),
    forward(services, operation.updatePlatform, at('/platforms/{platform_id}'), requireNoPlatform),
    forward(services, operation.createApiKey, at('/api-keys'), (identity, { platform_id = null }) =>
      requireSamePlatform(identity, platform_id),
    ),
    forward(services, operation.revokeApiKey, at('/api-keys/{prefix}')),
    forward(services, operation.rotateApiKey, at('/api-keys/{prefix}/rotate')),
    forward(services, operation.rotateWebhookSecret, at('/platforms/{platform_id}/webhook-secret')),
    forward(services, operation.redeliverWebhook, at('/webhooks/{delivery_id}/redeliver')),
    forward(services, layers.createLayer, at('/layer-metadata')),
    forward(services, layers.replaceLayer, at('/layer-metadata/{asset_id}')),
    forward(services, layers.deleteLayer, at('/layer-metadata/{asset_id}')),
    forward(services, operation.deploy, DEPLOY, requireNoPlatform),
  ];
}

const DEPLOY = { from: '/api/admin/bootstrap/deploy', to: '/api/v1/bootstrap/deploy' };

function at(path: string) {
  return { from: `/api/admin${path}`, to: `/api/v1/domain${path}` };
}
