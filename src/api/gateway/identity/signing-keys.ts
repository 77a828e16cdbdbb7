import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';

export interface SigningKeysOptions {
  url: string;
  /** Milliseconds after a fetch in which a key that is not known is not asked for; unknown keys cost no more than that. */
  cooldown_ms?: number;
  /** Milliseconds after which the keys are fetched anew, so that one that was withdrawn is not believed for long. */
  max_age_ms?: number;
  /** Milliseconds for which keys are still good while they cannot be fetched. */
  grace_ms?: number;
  /** Told of fetches that failed. */
  onError: (error: unknown) => void;
}

/** The keys could not be fetched, so that nothing can be said about the token. */
export class KeysUnavailable extends Error {}

const COOLDOWN_MS = 30_000;
const MAX_AGE_MS = 10 * 60_000;
const GRACE_MS = 24 * 3_600_000;

/**
 * The keys that tokens are signed with, fetched when they are needed. One that is new is fetched when the first token under
 * it comes; fetches wait for each other, and after one, whether it failed or not, there is none for the cooldown.
 */
export function createSigningKeys(options: SigningKeysOptions): JWTVerifyGetKey {
  const { url, cooldown_ms = COOLDOWN_MS, max_age_ms = MAX_AGE_MS, grace_ms = GRACE_MS, onError } = options;
  let failed = { at: Number.NEGATIVE_INFINITY };
  let fetchedAt = Number.NEGATIVE_INFINITY;
  const remote = createRemoteJWKSet(new URL(url), {
    cooldownDuration: cooldown_ms,
    cacheMaxAge: max_age_ms,
    // jose waits after fetches that succeed, and would try again at once after one that failed.
    [customFetch]: async (address, init) => {
      if (Date.now() < failed.at + cooldown_ms)
        throw new KeysUnavailable('The signing keys were not to be had just now.');
      try {
        const response = await fetch(address, init);
        if (response.status !== 200) throw new Error(`the signing keys were answered with ${response.status}`);
        const keys = (await response.json()) as JSONWebKeySet;
        // Throws for what is none.
        createLocalJWKSet(keys);
        fetchedAt = Date.now();
        return Response.json(keys);
      } catch (cause) {
        failed = { at: Date.now() };
        onError(cause);
        throw new KeysUnavailable('The signing keys cannot be fetched.', { cause });
      }
    },
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (!(error instanceof KeysUnavailable)) throw error;
      const known = Date.now() < fetchedAt + grace_ms ? remote.jwks() : undefined;
      if (known === undefined) throw error;
      return createLocalJWKSet(known)(header, token).catch((reason) => {
        throw reason instanceof errors.JWKSNoMatchingKey ? error : reason;
      });
    }
  };
}
