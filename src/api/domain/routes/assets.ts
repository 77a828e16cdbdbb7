import type pg from 'pg';
import type { z } from 'zod';
import { deleteAsset } from '../../../assets/delete-asset.ts';
import type { Actor } from '../../../assets/events.ts';
import type { AssetRef } from '../../../assets/lock-known-asset.ts';
import { type Clearing, markCleared } from '../../../assets/mark-cleared.ts';
import { markPublic } from '../../../assets/mark-public.ts';
import type { ChangedAsset } from '../../../assets/read-changed-asset.ts';
import { restoreAsset } from '../../../assets/restore-asset.ts';
import { etagOf } from '../../shared/etag.ts';
import * as operations from '../../shared/operations.ts';
import { type Call, defineRoute, type Reply, type Route } from '../../shared/route.ts';
import type { changedAsset } from '../../shared/schemas/replies.ts';
import { actorOf } from '../actor-of.ts';
import { cancelCommittedJob } from '../cancel-committed-job.ts';
import type { DomainServices } from '../services.ts';

const PATH = '/api/v1/domain/assets/{asset_id}';

export function assetRoutes(services: DomainServices): Route[] {
  return [
    clearanceRoute(services, operations.markCleared, 'cleared', markCleared),
    clearanceRoute(services, operations.markPublic, 'public', markPublic),
    deleteRoute(services),
    restoreRoute(services),
  ];
}

type Mark = (pool: pg.Pool, clearing: Clearing, actor: Actor) => Promise<ChangedAsset>;

function clearanceRoute(
  { pool }: DomainServices,
  operation: typeof operations.markCleared,
  clearance: 'cleared' | 'public',
  mark: Mark,
): Route {
  return defineRoute({
    ...operation,
    path: `${PATH}/clearance/${clearance}`,
    problems: [...operation.problems, 'database_unavailable'],
    handle: async (call) => {
      const reviewer = call.body.reviewer ?? call.identity.actor;
      return replyOf(await mark(pool, { ...refOf(call), reviewer }, actorOf(call)));
    },
  });
}

function deleteRoute(services: DomainServices): Route {
  const operation = operations.deleteAsset;
  return defineRoute({
    ...operation,
    path: PATH,
    problems: [...operation.problems, 'database_unavailable'],
    handle: async (call) => {
      const { cancel_jobs } = call.query;
      const deleted = await deleteAsset(services.pool, { ...refOf(call), cancel_jobs }, actorOf(call));
      if (deleted.cancelled_job_id !== null) await cancelCommittedJob(services, deleted.cancelled_job_id);
      return replyOf(deleted);
    },
  });
}

function restoreRoute({ pool }: DomainServices): Route {
  const operation = operations.restoreAsset;
  return defineRoute({
    ...operation,
    path: `${PATH}/restore`,
    problems: [...operation.problems, 'database_unavailable'],
    handle: async (call) => replyOf(await restoreAsset(pool, refOf(call), actorOf(call))),
  });
}

function refOf(
  call: Pick<Call<z.ZodType<{ asset_id: string }>, z.ZodType, z.ZodType>, 'params' | 'identity' | 'if_match'>,
): AssetRef {
  const { params, identity, if_match } = call;
  return { asset_id: params.asset_id, platform_id: identity.platform_id, expected: if_match };
}

function replyOf({ row_version, ...body }: ChangedAsset): Reply<z.input<typeof changedAsset>> {
  return { body, headers: { ETag: etagOf(row_version) } };
}
