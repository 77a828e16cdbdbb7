import { createApiKey } from '../../../assets/api-keys/create-api-key.ts';
import { revokeApiKey } from '../../../assets/api-keys/revoke-api-key.ts';
import { rotateApiKey } from '../../../assets/api-keys/rotate-api-key.ts';
import { createPlatform } from '../../../assets/platforms/create-platform.ts';
import type { PlatformView } from '../../../assets/platforms/platform-view.ts';
import { updatePlatform } from '../../../assets/platforms/update-platform.ts';
import { redeliverWebhook } from '../../../assets/webhooks/redeliver-webhook.ts';
import { rotateWebhookSecret } from '../../../assets/webhooks/rotate-webhook-secret.ts';
import * as operation from '../../shared/admin-operations.ts';
import { etagOf } from '../../shared/etag.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { adminLists } from '../../shared/routes/admin-lists.ts';
import { requireNoPlatform, requireSamePlatform } from '../../shared/scopes.ts';
import { actorOf } from '../actor-of.ts';
import { defineOnceRoute } from '../once-route.ts';
import type { DomainServices } from '../services.ts';

const BASE = '/api/v1/domain';

export function adminRoutes(services: DomainServices): Route[] {
  return [
    ...adminLists(services, BASE),
    ...platformRoutes(services),
    ...apiKeyRoutes(services),
    ...webhookRoutes(services),
  ];
}

function platformRoutes(services: DomainServices): Route[] {
  const { pool, platforms } = services;
  const create = defineOnceRoute(services, {
    ...operation.createPlatform,
    path: `${BASE}/platforms`,
    problems: [...operation.createPlatform.problems, 'database_unavailable'],
    perform: async (call, once) => {
      requireNoPlatform(call.identity);
      return createPlatform(pool, call.body, actorOf(call), once);
    },
    answer: replyOf,
  });
  const update = defineRoute({
    ...operation.updatePlatform,
    path: `${BASE}/platforms/{platform_id}`,
    problems: [...operation.updatePlatform.problems, 'database_unavailable'],
    handle: async (call) => {
      requireNoPlatform(call.identity);
      const { display_name, optional_refs, is_active } = call.body;
      const update = { ...call.params, display_name, optional_refs, is_active, expected: call.if_match };
      const updated = await updatePlatform(pool, update, actorOf(call));
      platforms.forget(updated.platform_id);
      return replyOf(updated);
    },
  });
  return [create, update];
}

function replyOf({ row_version, ...body }: PlatformView) {
  return { body, headers: { ETag: etagOf(row_version) } };
}

function apiKeyRoutes(services: DomainServices): Route[] {
  const { pool } = services;
  const create = defineOnceRoute(services, {
    ...operation.createApiKey,
    path: `${BASE}/api-keys`,
    problems: [...operation.createApiKey.problems, 'database_unavailable'],
    perform: async (call, once) => {
      const { name, scopes, platform_id = null, expires_at = null } = call.body;
      requireSamePlatform(call.identity, platform_id);
      const key = { name, scopes, platform_id, expires_at: timeOf(expires_at) };
      return createApiKey(pool, key, actorOf(call), once);
    },
    answer: (body) => ({ body }),
  });
  const rotate = defineOnceRoute(services, {
    ...operation.rotateApiKey,
    path: `${BASE}/api-keys/{prefix}/rotate`,
    problems: [...operation.rotateApiKey.problems, 'database_unavailable'],
    perform: async (call, once) => {
      const { params, identity, body } = call;
      const ref = { ...params, platform_id: identity.platform_id, overlap_seconds: body.overlap_seconds };
      const expiry = body.expires_at === undefined ? {} : { expires_at: timeOf(body.expires_at) };
      return rotateApiKey(pool, { ...ref, ...expiry }, actorOf(call), once);
    },
    answer: (body) => ({ body }),
  });
  const revoke = defineRoute({
    ...operation.revokeApiKey,
    path: `${BASE}/api-keys/{prefix}`,
    problems: [...operation.revokeApiKey.problems, 'database_unavailable'],
    handle: async (call) => {
      const ref = { ...call.params, platform_id: call.identity.platform_id };
      return { body: await revokeApiKey(pool, ref, actorOf(call)) };
    },
  });
  return [create, rotate, revoke];
}

function webhookRoutes(services: DomainServices): Route[] {
  const { pool, webhooks } = services;
  const rotate = defineOnceRoute(services, {
    ...operation.rotateWebhookSecret,
    path: `${BASE}/platforms/{platform_id}/webhook-secret`,
    problems: [...operation.rotateWebhookSecret.problems, 'database_unavailable'],
    perform: async (call, once) => {
      const rotation = { ...call.params, ...call.body, only_platform: call.identity.platform_id };
      return rotateWebhookSecret(pool, webhooks.seals, rotation, actorOf(call), once);
    },
    answer: (body) => ({ body }),
  });
  const redeliver = defineRoute({
    ...operation.redeliverWebhook,
    path: `${BASE}/webhooks/{delivery_id}/redeliver`,
    problems: [...operation.redeliverWebhook.problems, 'database_unavailable'],
    handle: async (call) => {
      const ref = { ...call.params, platform_id: call.identity.platform_id };
      return { body: await redeliverWebhook(pool, ref, actorOf(call)) };
    },
  });
  return [rotate, redeliver];
}

function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
