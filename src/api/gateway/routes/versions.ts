import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import { readVersions, type VersionView } from '../../../assets/reads/read-versions.ts';
import { approveVersion, rejectVersion } from '../../shared/operations.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { assetParams, versionParams } from '../../shared/schemas/parameters.ts';
import { version, versionList } from '../../shared/schemas/replies.ts';
import { forward } from '../forward.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function versionsRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/assets/{asset_id}/versions',
    operation_id: 'listVersions',
    tag: 'Assets',
    summary: "An asset's versions, oldest first",
    scope: 'read',
    params: assetParams,
    reply: { status: 200, description: 'The versions.', schema: versionList },
    problems: ['asset_not_found', ...READ_PROBLEMS],
    handle: async ({ params: { asset_id }, identity }) => {
      const found = await readVersions(pool, { asset_id, ordinal: null, platform_id: identity.platform_id });
      if (found.length > 0) return { body: { asset_id, versions: found.map((each) => visibleTo(identity, each)) } };
      throw new ProblemError('asset_not_found', `There is no asset ${asset_id}.`);
    },
  });
}

export function versionRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/assets/{asset_id}/versions/{ordinal}',
    operation_id: 'getVersion',
    tag: 'Assets',
    summary: 'A version of an asset',
    scope: 'read',
    params: versionParams,
    reply: { status: 200, description: 'The version.', schema: version },
    problems: ['version_not_found', ...READ_PROBLEMS],
    handle: async ({ params, identity }) => {
      const [found] = await readVersions(pool, { ...params, platform_id: identity.platform_id });
      if (found) return { body: visibleTo(identity, found) };
      throw new ProblemError(
        'version_not_found',
        `There is no version ${params.ordinal} of an asset ${params.asset_id}.`,
      );
    },
  });
}

/** The job's id is for those who run the service. */
function visibleTo(identity: Identity, { current_job_id, ...rest }: VersionView) {
  return identity.scopes.includes('admin') ? { ...rest, current_job_id } : rest;
}

const HERE = '/api/assets/{asset_id}/versions/{ordinal}';
const AT_DOMAIN = '/api/v1/domain/assets/{asset_id}/versions/{ordinal}';

export function approveRoute(services: GatewayServices): Route {
  return forward(services, approveVersion, { from: `${HERE}/approve`, to: `${AT_DOMAIN}/approve` });
}

export function rejectRoute(services: GatewayServices): Route {
  return forward(services, rejectVersion, { from: `${HERE}/reject`, to: `${AT_DOMAIN}/reject` });
}
