import type pg from 'pg';
import { mintApiKey, parseApiKey, type Scope } from './api-key.ts';

export interface ApiKeyToInsert {
  name: string;
  scopes: readonly Scope[];
  platform_id: string | null;
  expires_at: Date | null;
}

/** Mints a key and stores its hash. The key itself is returned this once and exists nowhere else. */
export async function insertApiKey(
  client: pg.PoolClient,
  { name, scopes, platform_id, expires_at }: ApiKeyToInsert,
): Promise<{ key: string; prefix: string }> {
  const key = mintApiKey();
  const parts = parseApiKey(key);
  if (parts === undefined) throw new Error('A minted key does not have the form of a key.');
  await client.query(
    `INSERT INTO rhumbline.api_keys (prefix, key_hash, name, scopes, platform_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [parts.prefix, parts.hash, name, scopes, platform_id, expires_at],
  );
  return { key, prefix: parts.prefix };
}
