/** Chunks of cheap items take about so long: long enough to be worth a round trip, short enough to share out the rest. */
const SHORTEST_MS = 50;
const LONGEST_MS = 2_000;
const MOST_ITEMS = 1_000;
/** Without a measurement yet: what the first chunks at once share out between them, but few enough that a slow handler is noticed soon. */
const FIRST_MOST = 50;

export interface ChunkSizing {
  total: number;
  /** Of them not begun yet. */
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
export function chunkSize({ total, remaining, max_concurrency, item_ms }: ChunkSizing): number {
  const lanes = chunkConcurrency(max_concurrency);
  const chunksAtOnce = Math.ceil(max_concurrency / lanes);
  if (item_ms === undefined) return clamp(Math.ceil(total / chunksAtOnce), 1, FIRST_MOST);
  const itemsIn = (ms: number) => Math.floor((ms * lanes) / Math.max(item_ms, 0.01));
  const share = Math.ceil(remaining / (2 * chunksAtOnce));
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
