import { approveVersion } from '../../../assets/approve-version.ts';
import { rejectVersion } from '../../../assets/reject-version.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { approveBody, rejectBody } from '../../shared/schemas/bodies.ts';
import { versionParams } from '../../shared/schemas/parameters.ts';
import { reviewedVersion } from '../../shared/schemas/replies.ts';
import type { DomainServices } from '../services.ts';

const VERSION_PATH = '/api/v1/domain/assets/{asset_id}/versions/{ordinal}';

export function approveRoute({ pool }: DomainServices): Route {
  return defineRoute({
    method: 'post',
    path: `${VERSION_PATH}/approve`,
    operation_id: 'approveVersion',
    tag: 'Review',
    summary: 'Approve a completed version',
    scope: 'review',
    params: versionParams,
    body: approveBody,
    reply: { status: 200, description: 'Approved.', schema: reviewedVersion },
    problems: ['version_not_found', 'version_not_completed', 'version_already_resolved', 'database_unavailable'],
    handle: async ({ params, body, identity, context }) => {
      const actor = { name: identity.actor, request_id: context.request_id };
      const approval = { ...params, platform_id: identity.platform_id, reviewer: body.reviewer ?? identity.actor };
      return { body: await approveVersion(pool, approval, actor) };
    },
  });
}

export function rejectRoute({ pool }: DomainServices): Route {
  return defineRoute({
    method: 'post',
    path: `${VERSION_PATH}/reject`,
    operation_id: 'rejectVersion',
    tag: 'Review',
    summary: 'Reject a version that has come to an end',
    scope: 'review',
    params: versionParams,
    body: rejectBody,
    reply: { status: 200, description: 'Rejected.', schema: reviewedVersion },
    problems: ['version_not_found', 'version_not_finished', 'version_already_resolved', 'database_unavailable'],
    handle: async ({ params, body, identity, context }) => {
      const actor = { name: identity.actor, request_id: context.request_id };
      const { rejection_reason } = body;
      const reviewer = body.reviewer ?? identity.actor;
      const rejection = { ...params, platform_id: identity.platform_id, reviewer, rejection_reason };
      return { body: await rejectVersion(pool, rejection, actor) };
    },
  });
}
