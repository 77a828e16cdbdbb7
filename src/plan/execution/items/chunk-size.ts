/** Chunks of cheap items take about so long: long enough to be worth a round trip, short enough to share out the rest. */
const SHORTEST_MS = 50;
const LONGEST_MS = 2_000;
const MOST_ITEMS = 1_000;
/** Without a measurement yet: a twentieth of all, so that every worker gets some, and a slow handler is noticed soon. */
const FIRST_SHARE = 20;
const FIRST_MOST = 50;

export interface ChunkSizing {
  remaining: number;
  /** Of the whole fan-out: items under way at the same time. */
  max_concurrency: number;
  /** Of one item, as measured so far; undefined before the first chunk is back. */
  item_ms: number | undefined;
}

/**
 * How many items the next chunk takes. Guided self-scheduling (Polychronopoulos and Kuck, 1987): a fixed share of what remains, so
 * that the last chunks are small and end together, within bounds that follow the measured cost of an item.
 */
export function chunkSize({ remaining, max_concurrency, item_ms }: ChunkSizing): number {
  if (item_ms === undefined) return clamp(Math.ceil(remaining / FIRST_SHARE), 1, FIRST_MOST);
  const lanes = chunkConcurrency(max_concurrency);
  const itemsIn = (ms: number) => Math.floor((ms * lanes) / Math.max(item_ms, 0.01));
  const share = Math.ceil(remaining / (2 * Math.ceil(max_concurrency / lanes)));
  const most = clamp(itemsIn(LONGEST_MS), lanes, MOST_ITEMS);
  return clamp(share, Math.min(itemsIn(SHORTEST_MS), most), most);
}

/** Items of one chunk under way at the same time: an eighth of the fan-out's, so that about eight chunks are. */
export function chunkConcurrency(max_concurrency: number): number {
  return Math.max(1, Math.ceil(max_concurrency / 8));
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(1, Math.min(Math.max(value, least), most));
}
