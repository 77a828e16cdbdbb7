import { listAssets, readAsset } from '../../../assets/reads/list-assets.ts';
import { listPlatforms } from '../../../assets/reads/list-platforms.ts';
import { etagHeader, etagOfAnswer } from '../../shared/etag.ts';
import { defineList } from '../../shared/list-route.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { assetParams, noFilters } from '../../shared/schemas/parameters.ts';
import { asset, assetFilters, platform } from '../../shared/schemas/reads.ts';
import { platformToRead, requireScope, visibleRows } from '../../shared/scopes.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function assetsRoute({ pool, cursors }: GatewayServices): Route {
  return defineList(cursors, {
    path: '/api/assets',
    operation_id: 'listAssets',
    tag: 'Assets',
    summary: 'Assets, newest first',
    scope: 'read',
    filters: assetFilters,
    order: 'desc',
    reply: { id: 'AssetList', description: 'A page of them.', items: 'assets', item: asset },
    problems: ['platform_not_allowed', ...READ_PROBLEMS],
    read: ({ query, identity }, page) => {
      if (query.deleted) requireScope(identity, 'admin');
      return listAssets(pool, { ...query, platform_id: platformToRead(identity, query.platform_id) }, page);
    },
  });
}

export function platformsRoute({ pool, cursors }: GatewayServices): Route {
  return defineList(cursors, {
    path: '/api/assets/platforms',
    operation_id: 'listKnownPlatforms',
    tag: 'Assets',
    summary: 'Platforms, and which references each wants',
    scope: 'read',
    filters: noFilters,
    order: 'asc',
    reply: { id: 'KnownPlatforms', description: 'A page of them.', items: 'platforms', item: platform },
    problems: READ_PROBLEMS,
    read: ({ identity }, page) => listPlatforms(pool, identity, page),
  });
}

export function assetRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/assets/{asset_id}',
    operation_id: 'getAsset',
    tag: 'Assets',
    summary: 'An asset, and how its newest version stands',
    scope: 'read',
    params: assetParams,
    reply: { status: 200, description: 'The asset.', schema: asset, headers: etagHeader },
    problems: ['asset_not_found', ...READ_PROBLEMS],
    handle: async ({ params: { asset_id }, identity }) => {
      const found = await readAsset(pool, asset_id, visibleRows(identity));
      if (found === undefined) throw new ProblemError('asset_not_found', `There is no asset ${asset_id}.`);
      return { body: found, headers: { ETag: etagOfAnswer(found.row_version, found) } };
    },
  });
}
