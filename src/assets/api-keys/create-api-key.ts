import type pg from 'pg';
import type { Queryable } from '../../db/pool.ts';
import { withTransaction } from '../../db/transaction.ts';
import { FaultError } from '../../plan/fault.ts';
import { type Actor, appendEvents } from '../events.ts';
import { mintApiKey, parseApiKey, type Scope } from './api-key.ts';

export interface NewApiKey {
  /** For people: whose key this is. */
  name: string;
  scopes: readonly Scope[];
  /** Null: acts for every platform. */
  platform_id: string | null;
  expires_at?: Date | null;
}

const OPERATOR: Actor = { name: 'operator', request_id: null };

/**
 * Makes a key and stores its hash. The key itself is returned this once and exists nowhere else.
 *
 * @throws FaultError `unknown_platform`
 */
export async function createApiKey(
  pool: pg.Pool,
  key: NewApiKey,
  actor: Actor = OPERATOR,
): Promise<{ key: string; prefix: string }> {
  const minted = mintApiKey();
  const parts = parseApiKey(minted);
  if (parts === undefined) throw new Error('A minted key does not have the form of a key.');
  const { prefix, hash } = parts;
  await withTransaction(pool, async (client) => {
    if (key.platform_id !== null) await requirePlatform(client, key.platform_id);
    await client.query(
      `INSERT INTO rhumbline.api_keys (prefix, key_hash, name, scopes, platform_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [prefix, hash, key.name, key.scopes, key.platform_id, key.expires_at ?? null],
    );
    const after = { prefix, name: key.name, scopes: [...key.scopes] };
    await appendEvents(client, [{ kind: 'ApiKey:Created', actor, platform_id: key.platform_id, after }]);
  });
  return { key: minted, prefix };
}

async function requirePlatform(db: Queryable, platformId: string): Promise<void> {
  const { rowCount } = await db.query('SELECT FROM rhumbline.platforms WHERE platform_id = $1', [platformId]);
  if (rowCount === 0) {
    throw new FaultError({ code: 'unknown_platform', message: `There is no platform ${JSON.stringify(platformId)}.` });
  }
}
