import type { Route } from '../../shared/route.ts';
import type { GatewayServices } from '../services.ts';
import * as catalogue from './catalogue-routes.ts';
import * as items from './item-routes.ts';
import { signRoute } from './sign-route.ts';

/** The STAC API: https://github.com/radiantearth/stac-api-spec/tree/v1.0.0 */
export function stacRoutes(services: GatewayServices): Route[] {
  return [
    catalogue.landingRoute(services),
    catalogue.conformanceRoute(),
    catalogue.collectionsRoute(services),
    catalogue.collectionRoute(services),
    items.itemsRoute(services),
    items.itemRoute(services),
    signRoute(services),
    items.searchByQueryRoute(services),
    items.searchByBodyRoute(services),
    catalogue.queryablesRoute(services),
    catalogue.collectionQueryablesRoute(services),
  ];
}
