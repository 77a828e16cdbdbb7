import { readAsset } from '../../../assets/reads/list-assets.ts';
import { readLatestVersion, readVersion, readVersions } from '../../../assets/reads/read-versions.ts';
import { etagHeader, etagOfAnswer } from '../../shared/etag.ts';
import { defineList } from '../../shared/list-route.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import * as field from '../../shared/schemas/fields.ts';
import { assetParams, versionParams } from '../../shared/schemas/parameters.ts';
import { versionFilters } from '../../shared/schemas/reads.ts';
import { version } from '../../shared/schemas/replies.ts';
import { visibleRows } from '../../shared/scopes.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function versionsRoute({ pool, cursors }: GatewayServices): Route {
  return defineList(cursors, {
    path: '/api/assets/{asset_id}/versions',
    operation_id: 'listVersions',
    tag: 'Assets',
    summary: "An asset's versions, oldest first",
    scope: 'read',
    params: assetParams,
    filters: versionFilters,
    order: 'asc',
    reply: {
      id: 'VersionList',
      description: 'A page of them.',
      items: 'versions',
      item: version,
      around: { asset_id: field.assetId },
    },
    problems: ['asset_not_found', ...READ_PROBLEMS],
    read: async ({ params: { asset_id }, query, identity }, page) => {
      const rows = visibleRows(identity);
      if ((await readAsset(pool, asset_id, rows)) === undefined) {
        throw new ProblemError('asset_not_found', `There is no asset ${asset_id}.`);
      }
      return { ...(await readVersions(pool, { asset_id, ...rows, ...query }, page)), around: { asset_id } };
    },
  });
}

const ONE_VERSION = {
  method: 'get',
  tag: 'Assets',
  scope: 'read',
  reply: { status: 200, description: 'The version.', schema: version, headers: etagHeader },
  problems: ['version_not_found', ...READ_PROBLEMS],
} as const;

export function versionRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    ...ONE_VERSION,
    path: '/api/assets/{asset_id}/versions/{ordinal}',
    operation_id: 'getVersion',
    summary: 'A version of an asset',
    params: versionParams,
    handle: async ({ params: { asset_id, ordinal }, identity }) => {
      const found = await readVersion(pool, { asset_id, ...visibleRows(identity) }, ordinal);
      if (found) return { body: found, headers: { ETag: etagOfAnswer(found.row_version, found) } };
      throw new ProblemError('version_not_found', `There is no version ${ordinal} of an asset ${asset_id}.`);
    },
  });
}

export function latestVersionRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    ...ONE_VERSION,
    path: '/api/assets/{asset_id}/versions/latest',
    operation_id: 'getLatestVersion',
    summary: 'The latest version of an asset: the highest that is approved',
    params: assetParams,
    handle: async ({ params: { asset_id }, identity }) => {
      const found = await readLatestVersion(pool, { asset_id, ...visibleRows(identity) });
      if (found) return { body: found, headers: { ETag: etagOfAnswer(found.row_version, found) } };
      throw new ProblemError('version_not_found', `There is no approved version of an asset ${asset_id}.`);
    },
  });
}
