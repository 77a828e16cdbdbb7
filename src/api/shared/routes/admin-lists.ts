import { z } from 'zod';
import { listApiKeys } from '../../../assets/api-keys/read-api-keys.ts';
import { listPlatformsWhole } from '../../../assets/platforms/list-platforms-whole.ts';
import { listWebhooks } from '../../../assets/webhooks/list-webhooks.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { Cursors } from '../cursor.ts';
import { defineList } from '../list-route.ts';
import type { Route } from '../route.ts';
import * as schema from '../schemas/admin.ts';
import * as field from '../schemas/fields.ts';
import { noFilters } from '../schemas/parameters.ts';
import { platformToRead } from '../scopes.ts';

const ADMIN = { tag: 'Administration', scope: 'admin', order: 'asc' } as const;
const keyFilters = z.object({
  platform_id: field.platformId.optional().meta({ description: 'Keys that are bound to it alone.' }),
});

/** The same at the gateway and at the domain API, each by its own role. */
export function adminLists({ pool, cursors }: { pool: Queryable; cursors: Cursors }, base: string): Route[] {
  const platforms = defineList(cursors, {
    ...ADMIN,
    path: `${base}/platforms`,
    operation_id: 'listPlatforms',
    summary: 'Platforms, by their ids',
    filters: noFilters,
    reply: { id: 'PlatformList', description: 'A page of them.', items: 'platforms', item: schema.platform },
    problems: ['database_unavailable'],
    read: ({ identity }, page) => listPlatformsWhole(pool, identity, page),
  });
  const keys = defineList(cursors, {
    ...ADMIN,
    path: `${base}/api-keys`,
    operation_id: 'listApiKeys',
    summary: 'API keys without their secrets, by their prefixes',
    filters: keyFilters,
    reply: { id: 'ApiKeyList', description: 'A page of them.', items: 'api_keys', item: schema.apiKey },
    problems: ['platform_not_allowed', 'database_unavailable'],
    read: ({ query, identity }, page) =>
      listApiKeys(pool, { platform_id: platformToRead(identity, query.platform_id) }, page),
  });
  const webhooks = defineList(cursors, {
    ...ADMIN,
    path: `${base}/webhooks`,
    operation_id: 'listWebhooks',
    summary: 'Callbacks that were given up, or in another state, oldest first',
    filters: schema.webhookFilters,
    reply: { id: 'WebhookList', description: 'A page of them.', items: 'webhooks', item: schema.webhook },
    problems: ['platform_not_allowed', 'database_unavailable'],
    read: ({ query, identity }, page) =>
      listWebhooks(pool, { state: query.state, platform_id: platformToRead(identity, query.platform_id) }, page),
  });
  return [platforms, keys, webhooks];
}
