import { isJsonObject, type JsonObject } from '../../../plan/json.ts';
import { ProblemError } from '../../shared/problem.ts';
import { requireItem } from '../../shared/require-item.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { signStacAsset } from '../../shared/stac-operations.ts';
import type { DomainServices } from '../services.ts';

/** Who may see an item is looked up here once more, so that the gateway's word alone opens no blob. */
export function signStacAssetRoute({ pool, storage, signing }: DomainServices): Route {
  return defineRoute({
    ...signStacAsset,
    path: '/api/v1/domain/stac/collections/{collection_id}/items/{item_id}/assets/{asset_key}/sign',
    problems: [...signStacAsset.problems, 'database_unavailable'],
    handle: async ({ params, identity }) => {
      const { asset_key } = params;
      const item = await requireItem(pool, params, identity);
      const ref = storage.refOf(hrefOf(item, asset_key));
      if (ref === undefined || !signing.containers.includes(ref.container_name)) throw notSignable(asset_key);
      const { url, expires_at } = await storage.signedUrl(ref, signing.lifetime_ms);
      return { body: { href: url, expires_at } };
    },
  });
}

/** @throws ProblemError `stac_asset_not_found` */
function hrefOf({ assets, id }: JsonObject, key: string): string {
  const asset = isJsonObject(assets) && Object.hasOwn(assets, key) ? assets[key] : undefined;
  if (isJsonObject(asset)) return String(asset.href);
  throw new ProblemError('stac_asset_not_found', `The item ${id} has no StacAsset ${key}.`);
}

/** Whatever an item says: payloads and what clients have sent are not for those who read the catalogue. */
function notSignable(key: string): ProblemError {
  const message = `What the StacAsset ${key} names is in none of the containers of products here, and is not signed for.`;
  return new ProblemError('stac_asset_not_signable', message);
}
