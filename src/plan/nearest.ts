import { distance } from 'fastest-levenshtein';

/** Nobody mistypes a longer name, and to compare two takes the product of their lengths. */
const LONGEST_COMPARED = 100;

/** Candidates of about the name's length that are looked at: an object may have as many fields as fit into a file. */
const MOST_NEAR = 1_000;

/** The candidate that a person most likely meant by `name`, or undefined when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST_COMPARED) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let compared = 0;
  const lowered = name.toLowerCase();
  for (const candidate of candidates) {
    const most = Math.min(bestDistance - 1, mostApart(name, candidate));
    // So many characters at least must come or go.
    if (candidate.length > LONGEST_COMPARED || Math.abs(candidate.length - name.length) > most) continue;
    compared += 1;
    if (compared > MOST_NEAR) break;
    const candidateDistance = distanceOf(lowered, candidate.toLowerCase());
    if (candidateDistance <= most) {
      best = candidate;
      bestDistance = candidateDistance;
    }
  }
  return best;
}

/** Levenshtein's, but two neighbours that changed places are one slip of the fingers. */
function distanceOf(left: string, right: string): number {
  const letters = distance(left, right);
  return letters === 2 && isSwapped(left, right) ? 1 : letters;
}

function isSwapped(left: string, right: string): boolean {
  const at = [...left].findIndex((letter, index) => letter !== right[index]);
  const swapped = `${left.slice(0, at)}${left[at + 1]}${left[at]}${left.slice(at + 2)}`;
  return swapped === right;
}

/** Letters by which two names may differ and still be near: a third of the longer one's, and never all of them. */
function mostApart(left: string, right: string): number {
  const length = Math.max(left.length, right.length);
  return Math.min(Math.ceil(length / 3), length - 1);
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  return suggest(nearest(name, candidates));
}

/** ` Did you mean …?`, or where none is near which names there are. */
export function hintFor(name: string, candidates: readonly string[]): string {
  return suggest(nearest(name, candidates)) || knownNames(name, candidates);
}

/** A letter or two may begin anything. */
const LEAST_ALIKE = 3;

/** The longest candidate that the name goes on from, or the first one that goes on from the name. */
function longer(name: string, candidates: readonly string[]): string | undefined {
  let begun: string | undefined;
  for (const candidate of candidates) {
    const isLonger = candidate.length >= LEAST_ALIKE && candidate.length > (begun?.length ?? 0);
    if (isLonger && name.startsWith(candidate)) begun = candidate;
  }
  return begun ?? (name.length >= LEAST_ALIKE ? candidates.find((candidate) => candidate.startsWith(name)) : undefined);
}

/** A spec full of faults may have as many names as these. */
const MOST_COMPARED = 100;

function byLikeness(name: string, candidates: readonly string[]): readonly string[] {
  const likeness = new Map(candidates.map((candidate) => [candidate, alike(name, candidate)]));
  return candidates.toSorted((a, b) => (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0));
}

/** Letters that two names begin with alike, as far as they are looked at. */
function alike(left: string, right: string): number {
  let at = 0;
  while (at < left.length && at < LONGEST_COMPARED && left[at] === right[at]) at += 1;
  return at;
}

export function suggest(meant: string | undefined): string {
  return meant === undefined ? '' : ` Did you mean \`${clipName(meant)}\`?`;
}

const MOST_KNOWN = 12;
const LONGEST_KNOWN = 64;

/**
 * For a name that none is near: ` Did you mean …?` of one that goes on from it, or ` Known: a, b, c.`, those that begin most alike
 * first; nothing where there are none.
 */
export function knownNames(name: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return '';
  const isFew = candidates.length <= MOST_COMPARED;
  const meant = isFew ? longer(name, candidates) : undefined;
  if (meant !== undefined) return suggest(meant);
  const likely = isFew ? byLikeness(name, candidates) : candidates;
  const shown = likely
    .slice(0, MOST_KNOWN)
    .map((known) => clipName(known, LONGEST_KNOWN))
    .join(', ');
  const others = candidates.length - MOST_KNOWN;
  return ` Known: ${shown}${others > 0 ? ` and ${others} more` : ''}.`;
}

/** A name as messages quote it: one that comes out of data may be as long as a file. */
export function clipName(name: string, longest = LONGEST_COMPARED): string {
  return name.length <= longest ? name : `${name.slice(0, longest)}…`;
}
