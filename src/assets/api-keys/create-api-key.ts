import type pg from 'pg';
import type { Queryable } from '../../db/pool.ts';
import { FaultError } from '../../plan/fault.ts';
import { type Actor, appendEvents } from '../events.ts';
import type { Once } from '../idempotency/once.ts';
import { transactOnce } from '../idempotency/transact-once.ts';
import type { Scope } from './api-key.ts';
import { insertApiKey } from './insert-api-key.ts';
import { type ApiKeyView, readApiKey } from './read-api-keys.ts';

export interface NewApiKey {
  /** For people: whose key this is. */
  name: string;
  scopes: readonly Scope[];
  /** Null: acts for every platform. */
  platform_id: string | null;
  expires_at?: Date | null;
}

/** A key with its secret, which is told this once. */
export interface MintedApiKey extends ApiKeyView {
  key: string;
}

const OPERATOR: Actor = { name: 'operator', request_id: null };

/**
 * Makes a key. The key itself is returned this once and exists nowhere else.
 *
 * @throws FaultError `unknown_platform`
 */
export async function createApiKey(
  pool: pg.Pool,
  given: NewApiKey,
  actor: Actor = OPERATOR,
  once: Once | null = null,
): Promise<MintedApiKey> {
  return await transactOnce(pool, once, async (client) => {
    const { name, scopes, platform_id, expires_at = null } = given;
    if (platform_id !== null) await requirePlatform(client, platform_id);
    const { key, prefix } = await insertApiKey(client, { name, scopes, platform_id, expires_at });
    const after = { prefix, name, scopes: [...scopes], expires_at: expires_at?.toISOString() ?? null };
    await appendEvents(client, [{ kind: 'ApiKey:Created', actor, platform_id, after }]);
    return { ...(await readApiKey(client, prefix)), key };
  });
}

async function requirePlatform(db: Queryable, platformId: string): Promise<void> {
  const { rowCount } = await db.query('SELECT FROM rhumbline.platforms WHERE platform_id = $1', [platformId]);
  if (rowCount === 0) {
    throw new FaultError({ code: 'unknown_platform', message: `There is no platform ${JSON.stringify(platformId)}.` });
  }
}
