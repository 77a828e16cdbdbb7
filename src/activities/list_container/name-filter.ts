import type { ListContainerInput } from './contract.ts';

export type NameFilter = (name: string) => boolean;

/** Whether a name ends as it should. The service itself filters by prefix alone. */
export function nameFilter({ suffix, match_case }: Pick<ListContainerInput, 'suffix' | 'match_case'>): NameFilter {
  if (!suffix) return () => true;
  if (match_case) return (name) => name.endsWith(suffix);
  const ending = suffix.toLowerCase();
  // Of its end alone: names are long, and there may be a million.
  return (name) => name.slice(-suffix.length).toLowerCase() === ending;
}
