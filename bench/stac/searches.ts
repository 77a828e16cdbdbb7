import { type Random, randomOf } from '../../tests/torture/random.ts';

/** The body of a search of the common shape: a collection, a place, a time. */
export interface Search {
  collections: [string];
  /** West, south, east, north in degrees. */
  bbox: [number, number, number, number];
  datetime: string;
  limit: number;
}

const SEED = 1;
const SEARCHES = 1_000;
const DAY = 86_400_000;
/** The items are from the thousand days that begin here. */
const START = Date.parse('2020-01-01T00:00:00Z');

/** Of random places and times, the same in every run. */
export function searchesOf(limit: number): Search[] {
  const random = randomOf(SEED, 'searches');
  return Array.from({ length: SEARCHES }, () => searchOf(random, limit));
}

function searchOf(random: Random, limit: number): Search {
  const [width, height] = [10 + random.below(30), 10 + random.below(30)];
  const [west, south] = [random.below(360 - width) - 180, random.below(170 - height) - 90];
  const from = START + random.below(635) * DAY;
  const [start, end] = [from, from + 365 * DAY].map((time) => new Date(time).toISOString());
  return {
    collections: [random.pick(['alpha', 'beta', 'gamma'])],
    bbox: [west, south, west + width, south + height],
    datetime: `${start}/${end}`,
    limit,
  };
}
