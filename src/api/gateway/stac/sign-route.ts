import type { Route } from '../../shared/route.ts';
import { signStacAsset } from '../../shared/stac-operations.ts';
import { forward } from '../forward.ts';
import type { GatewayServices } from '../services.ts';
import { STAC } from './catalogue-routes.ts';
import { STAC_ROOT } from './links.ts';

const ASSET = '/collections/{collection_id}/items/{item_id}/assets/{asset_key}/sign';

export function signRoute(services: GatewayServices): Route {
  return forward(
    services,
    { ...signStacAsset, ...STAC },
    { from: `${STAC_ROOT}${ASSET}`, to: `/api/v1/domain/stac${ASSET}` },
  );
}
