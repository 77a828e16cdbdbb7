import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Identity, verifyApiKey } from '../../../assets/api-keys/verify-api-key.ts';
import type { Queryable } from '../../../db/pool.ts';

/** How long a key that was good is not looked up again: so long at most it goes on after it was revoked or has expired. */
const BELIEVED_MS = 1_000;
/** Keys at most. */
const BELIEVED = 10_000;

/** Finds out whose key it is; undefined for one that is no good. */
export type VerifyKey = (key: string) => Promise<Identity | undefined>;

/** Looks keys up, of clients that poll once a second each. */
export function believeKeys(db: Queryable): VerifyKey {
  const believed = new LRUCache<string, Identity>({ max: BELIEVED, ttl: BELIEVED_MS });
  return async (key) => {
    // Not kept as it is.
    const shown = hash('sha256', key, 'base64');
    const known = believed.get(shown);
    if (known !== undefined) return known;
    const identity = await verifyApiKey(db, key);
    if (identity !== undefined) believed.set(shown, identity);
    return identity;
  };
}
