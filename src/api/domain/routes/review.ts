import type pg from 'pg';
import type { z } from 'zod';
import { approveVersion } from '../../../assets/approve-version.ts';
import type { Actor } from '../../../assets/events.ts';
import type { VersionRef } from '../../../assets/lock-version.ts';
import { rejectVersion } from '../../../assets/reject-version.ts';
import type { ChangedVersion } from '../../../assets/review-version.ts';
import { etagOf } from '../../shared/etag.ts';
import type { Operation } from '../../shared/operation.ts';
import * as operations from '../../shared/operations.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import type { versionParams } from '../../shared/schemas/parameters.ts';
import type { changedVersion } from '../../shared/schemas/replies.ts';
import { actorOf } from '../actor-of.ts';
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
  decide(pool: pg.Pool, decision: Decided<T>, actor: Actor): Promise<ChangedVersion>;
}

function reviewRoute<B extends z.ZodType<{ reviewer: string | null }>>(
  { pool }: DomainServices,
  operation: Operation<typeof versionParams, typeof changedVersion, B>,
  { path, decide }: Carrying<z.output<B>>,
): Route {
  return defineRoute({
    ...operation,
    path,
    problems: [...operation.problems, 'database_unavailable'],
    handle: async (call) => {
      const { params, body, if_match, identity } = call;
      const ref = { ...params, platform_id: identity.platform_id, expected: if_match };
      const reviewer = body.reviewer ?? identity.actor;
      const { row_version, ...changed } = await decide(pool, { ...body, ...ref, reviewer }, actorOf(call));
      return { body: changed, headers: { ETag: etagOf(row_version) } };
    },
  });
}
