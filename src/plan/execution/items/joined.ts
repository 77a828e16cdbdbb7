import type { ItemsSnapshot } from '../../job.ts';

/** What several runs of parts of the same items have come to together. */
export function joined(parts: readonly ItemsSnapshot[]): ItemsSnapshot {
  const runs = parts.flatMap((part) => part.runs ?? []);
  return {
    total: parts.reduce((most, { total }) => Math.max(most, total), 0),
    keys: null,
    results: parts.flatMap(({ results }) => results),
    failures: parts.flatMap(({ failures }) => failures),
    skipped: parts.flatMap(({ skipped }) => skipped),
    ...(runs.length === 0 ? {} : { runs }),
  };
}
