import { distance } from 'fastest-levenshtein';

/** The candidate that a person most likely meant by `name`, or undefined when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 2)) + 1;
  const lowered = name.toLowerCase();
  for (const candidate of candidates) {
    // So many characters at least must come or go: names may be as long as a file.
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const candidateDistance = distance(lowered, candidate.toLowerCase());
    if (candidateDistance < bestDistance) {
      best = candidate;
      bestDistance = candidateDistance;
    }
  }
  return best;
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const match = nearest(name, candidates);
  return match === undefined ? '' : ` Did you mean \`${match}\`?`;
}
