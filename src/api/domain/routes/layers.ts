import { createLayer } from '../../../assets/layers/create-layer.ts';
import { deleteLayer } from '../../../assets/layers/delete-layer.ts';
import type { LayerView } from '../../../assets/layers/layer.ts';
import { replaceLayer } from '../../../assets/layers/replace-layer.ts';
import { etagOf } from '../../shared/etag.ts';
import * as operation from '../../shared/layer-operations.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { layerReads } from '../../shared/routes/layers.ts';
import { actorOf } from '../actor-of.ts';
import { defineOnceRoute } from '../once-route.ts';
import type { DomainServices } from '../services.ts';

const BASE = '/api/v1/domain';
const ONE = `${BASE}/layer-metadata/{asset_id}`;

export function layerRoutes(services: DomainServices): Route[] {
  const { pool } = services;
  const create = defineOnceRoute(services, {
    ...operation.createLayer,
    path: `${BASE}/layer-metadata`,
    problems: [...operation.createLayer.problems, 'database_unavailable'],
    perform: async (call, once) =>
      createLayer(pool, { ...call.body, platform_id: call.identity.platform_id }, actorOf(call), once),
    answer: replyOf,
  });
  const replace = defineRoute({
    ...operation.replaceLayer,
    path: ONE,
    problems: [...operation.replaceLayer.problems, 'database_unavailable'],
    handle: async (call) => {
      const ref = { ...call.params, platform_id: call.identity.platform_id, expected: call.if_match };
      return replyOf(await replaceLayer(pool, { ...call.body, ...ref }, actorOf(call)));
    },
  });
  const remove = defineRoute({
    ...operation.deleteLayer,
    path: ONE,
    problems: [...operation.deleteLayer.problems, 'database_unavailable'],
    handle: async (call) => {
      const ref = { ...call.params, platform_id: call.identity.platform_id, expected: call.if_match };
      return replyOf(await deleteLayer(pool, ref, actorOf(call)));
    },
  });
  return [...layerReads(services, BASE), create, replace, remove];
}

function replyOf({ row_version, ...body }: LayerView) {
  return { body, headers: { ETag: etagOf(row_version) } };
}
