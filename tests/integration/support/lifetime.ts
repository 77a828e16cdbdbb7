import { after } from 'node:test';

/** Something that ends, and cleans up then: a test's context, or a whole suite. */
export interface Lifetime {
  after(cleanUp: () => unknown): void;
}

/** To be called in a `describe`, not in a hook: ends with the suite. What was made last is cleaned up first. */
export function suiteLifetime(): Lifetime {
  const cleanUps: (() => unknown)[] = [];
  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  return { after: (cleanUp) => cleanUps.push(cleanUp) };
}
