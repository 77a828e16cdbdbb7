import type pg from 'pg';
import { type Actor, appendEvents } from '../events.ts';
import type { Once } from '../idempotency/once.ts';
import { transactOnce } from '../idempotency/transact-once.ts';
import type { MintedApiKey } from './create-api-key.ts';
import { insertApiKey } from './insert-api-key.ts';
import { type ApiKeyRef, type LockedApiKey, lockApiKey } from './lock-api-key.ts';
import { readApiKey } from './read-api-keys.ts';

export interface Rotation extends ApiKeyRef {
  /** So long the old key goes on; not beyond its own expiry. */
  overlap_seconds: number;
  /** Of the new key; absent: it lives as long as the old one was to. */
  expires_at?: Date | null;
}

/**
 * Gives a key a successor with the same name, scopes and platform. Both are good until the overlap is over.
 *
 * @throws FaultError `api_key_not_found`, `api_key_rotated`, `api_key_expired`, `api_key_revoked`
 */
export function rotateApiKey(
  pool: pg.Pool,
  rotation: Rotation,
  actor: Actor,
  once: Once | null = null,
): Promise<MintedApiKey> {
  return transactOnce(pool, once, async (client) => {
    const old = await lockApiKey(client, 'rotate', rotation);
    const { name, scopes, platform_id } = old;
    const expires_at = rotation.expires_at === undefined ? sameLife(old) : rotation.expires_at;
    const { key, prefix } = await insertApiKey(client, { name, scopes, platform_id, expires_at });
    const { rows } = await client.query<{ expires_at: Date }>(
      `UPDATE rhumbline.api_keys
       SET replaced_by = $2, expires_at = LEAST(expires_at, now() + $3 * interval '1 second')
       WHERE prefix = $1 RETURNING expires_at`,
      [old.prefix, prefix, rotation.overlap_seconds],
    );
    const goesOnUntil = rows[0]?.expires_at.toISOString() ?? null;
    await appendEvents(client, [
      {
        kind: 'ApiKey:Rotated',
        ...{ actor, platform_id },
        before: { prefix: old.prefix, expires_at: old.expires_at?.toISOString() ?? null },
        after: { prefix, replaced: old.prefix, replaced_expires_at: goesOnUntil },
      },
    ]);
    return { ...(await readApiKey(client, prefix)), key };
  });
}

function sameLife({ created_at, expires_at }: LockedApiKey): Date | null {
  return expires_at === null ? null : new Date(Date.now() + expires_at.getTime() - created_at.getTime());
}
