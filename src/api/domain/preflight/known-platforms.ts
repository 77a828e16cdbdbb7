import { LRUCache } from 'lru-cache';
import { type Platform, readPlatform, readPlatformIds } from '../../../assets/reads/read-platform.ts';
import type { Queryable } from '../../../db/pool.ts';

/**
 * How long an active platform is not looked up again: so long at most it is taken for what it was after another process of the domain
 * API has changed it.
 */
const BELIEVED_MS = 1_000;
/** Platforms at most. */
const BELIEVED = 1_000;

/** The platforms that submissions are for. */
export interface KnownPlatforms {
  /** undefined: there is no such platform that is active. */
  find(platformId: string): Promise<Platform | undefined>;
  /** For the nearest name to one that is not there. */
  ids(): Promise<string[]>;
  /** After a change, which counts from then on. */
  forget(platformId: string): void;
}

export function knownPlatforms(db: Queryable): KnownPlatforms {
  const believed = new LRUCache<string, Platform>({ max: BELIEVED, ttl: BELIEVED_MS });
  return {
    async find(platformId) {
      const known = believed.get(platformId);
      if (known !== undefined) return known;
      const platform = await readPlatform(db, platformId);
      if (!platform?.is_active) return undefined;
      believed.set(platformId, platform);
      return platform;
    },
    ids: () => readPlatformIds(db),
    forget: (platformId) => {
      believed.delete(platformId);
    },
  };
}
