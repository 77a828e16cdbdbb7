import type pg from 'pg';
import { withTransaction } from '../../db/transaction.ts';
import { type Actor, appendEvents } from '../events.ts';
import { type ApiKeyRef, lockApiKey } from './lock-api-key.ts';
import { type ApiKeyView, readApiKey } from './read-api-keys.ts';

/** Ends a key at once. @throws FaultError `api_key_not_found`, `api_key_revoked` */
export function revokeApiKey(pool: pg.Pool, ref: ApiKeyRef, actor: Actor): Promise<ApiKeyView> {
  return withTransaction(pool, async (client) => {
    const { prefix, platform_id, state } = await lockApiKey(client, 'revoke', ref);
    await client.query('UPDATE rhumbline.api_keys SET revoked_at = now() WHERE prefix = $1', [prefix]);
    await appendEvents(client, [
      { kind: 'ApiKey:Revoked', actor, platform_id, before: { prefix, state }, after: { prefix, state: 'revoked' } },
    ]);
    return readApiKey(client, prefix);
  });
}
