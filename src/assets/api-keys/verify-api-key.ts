import { timingSafeEqual } from 'node:crypto';
import type { Queryable } from '../../db/pool.ts';
import { parseApiKey, type Scope } from './api-key.ts';

/** Who is asking, as the event trail names them, and what they may do. */
export interface Identity {
  /** `api-key:<prefix>`, or `entra:<object id>`. */
  actor: string;
  scopes: readonly Scope[];
  /** Null: not bound to one platform. */
  platform_id: string | null;
}

/** undefined for a key that is malformed, unknown, expired or revoked; which of them is nobody's business. */
export async function verifyApiKey(db: Queryable, key: string): Promise<Identity | undefined> {
  const parts = parseApiKey(key);
  if (parts === undefined) return undefined;
  const { rows } = await db.query<{ key_hash: Buffer; scopes: Scope[]; platform_id: string | null }>(
    `SELECT key_hash, scopes, platform_id FROM rhumbline.api_keys
     WHERE prefix = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    [parts.prefix],
  );
  const row = rows[0];
  if (row === undefined || !timingSafeEqual(row.key_hash, parts.hash)) return undefined;
  return { actor: `api-key:${parts.prefix}`, scopes: row.scopes, platform_id: row.platform_id };
}
