import { layerNotFound } from '../../../assets/layers/layer.ts';
import { listLayers, readLayer } from '../../../assets/layers/read-layers.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { Cursors } from '../cursor.ts';
import { etagHeader, etagOf } from '../etag.ts';
import { defineList } from '../list-route.ts';
import { defineRoute, type Route } from '../route.ts';
import { layer } from '../schemas/layers.ts';
import { assetParams } from '../schemas/parameters.ts';
import { layerFilters } from '../schemas/reads.ts';
import { platformToRead } from '../scopes.ts';

const LAYER = { tag: 'Layer metadata', scope: 'admin' } as const;

/** The same at the gateway and at the domain API, each by its own role. */
export function layerReads({ pool, cursors }: { pool: Queryable; cursors: Cursors }, base: string): Route[] {
  const list = defineList(cursors, {
    ...LAYER,
    path: `${base}/layer-metadata`,
    operation_id: 'listLayerMetadata',
    summary: 'Layer metadata, by the ids of the assets',
    filters: layerFilters,
    order: 'asc',
    reply: { id: 'LayerMetadataList', description: 'A page of it.', items: 'layers', item: layer },
    problems: ['platform_not_allowed', 'database_unavailable'],
    read: ({ query, identity }, page) =>
      listLayers(pool, { platform_id: platformToRead(identity, query.platform_id) }, page),
  });
  const one = defineRoute({
    ...LAYER,
    method: 'get',
    path: `${base}/layer-metadata/{asset_id}`,
    operation_id: 'getLayerMetadata',
    summary: 'The layer metadata of an asset',
    params: assetParams,
    reply: { status: 200, description: 'The layer metadata.', schema: layer, headers: etagHeader },
    problems: ['layer_metadata_not_found', 'database_unavailable'],
    handle: async ({ params: { asset_id }, identity: { platform_id } }) => {
      const found = await readLayer(pool, { asset_id, platform_id });
      if (found === undefined) throw layerNotFound(asset_id);
      const { row_version, ...body } = found;
      return { body, headers: { ETag: etagOf(row_version) } };
    },
  });
  return [list, one];
}
