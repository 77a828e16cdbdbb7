import type pg from 'pg';
import type { z } from 'zod';
import { approveVersion } from '../../../assets/approve-version.ts';
import type { Actor } from '../../../assets/events.ts';
import type { VersionRef } from '../../../assets/lock-version.ts';
import { rejectVersion } from '../../../assets/reject-version.ts';
import type { ReviewedVersion } from '../../../assets/review-version.ts';
import type { Operation } from '../../shared/operation.ts';
import * as operations from '../../shared/operations.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import type { versionParams } from '../../shared/schemas/parameters.ts';
import type { reviewedVersion } from '../../shared/schemas/replies.ts';
import type { DomainServices } from '../services.ts';

const VERSION_PATH = '/api/v1/domain/assets/{asset_id}/versions/{ordinal}';

export function approveRoute(services: DomainServices): Route {
  return reviewRoute(services, operations.approveVersion, { path: `${VERSION_PATH}/approve`, decide: approveVersion });
}

export function rejectRoute(services: DomainServices): Route {
  return reviewRoute(services, operations.rejectVersion, { path: `${VERSION_PATH}/reject`, decide: rejectVersion });
}

type Decided<T> = VersionRef & Omit<T, 'reviewer'> & { reviewer: string };

interface Carrying<T> {
  path: string;
  decide(pool: pg.Pool, decision: Decided<T>, actor: Actor): Promise<ReviewedVersion>;
}

function reviewRoute<B extends z.ZodType<{ reviewer: string | null }>>(
  { pool }: DomainServices,
  operation: Operation<typeof versionParams, typeof reviewedVersion, B>,
  { path, decide }: Carrying<z.output<B>>,
): Route {
  return defineRoute({
    ...operation,
    path,
    problems: [...operation.problems, 'database_unavailable'],
    handle: async ({ params, body, identity, context }) => {
      const actor = { name: identity.actor, request_id: context.request_id };
      const reviewer = body.reviewer ?? identity.actor;
      return {
        body: await decide(pool, { ...params, ...body, platform_id: identity.platform_id, reviewer }, actor),
      };
    },
  });
}
