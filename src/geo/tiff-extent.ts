import { BLOCK_TAGS, lacksBlocks } from './tiff-blocks.ts';
import {
  bytesOf,
  firstDirectory,
  type ReadAt,
  readDirectory,
  readValues,
  type TiffField,
  type TiffLayout,
} from './tiff-directory.ts';

/** Where a TIFF's own directories say that its content ends. */
export interface TiffExtent {
  /** The highest byte offset that a directory, its arrays or its pixels reach. */
  endsAt: number;
  directories: number;
  /** What reaches furthest, for a message. */
  furthest: 'directory' | 'pixels';
  /** What is wrong with the chain of directories, or with what one of them says of its strips or tiles. */
  flaw: 'cyclic' | 'too_many' | 'too_few_blocks' | null;
  /** Of the first directory: its strips or tiles, and how many of them were never written. 0 where they were not looked at. */
  blocks: number;
  unwritten: number;
}

const PAIRED_TAGS = [
  { offsets: 273, counts: 279 },
  { offsets: 324, counts: 325 },
] as const;
/** A COG of the largest raster with a mask has fewer than 40. Each may cost a request of its own. */
export const MAX_DIRECTORIES = 256;
/**
 * Above this many tiles, in all directories together, the arrays are not read: it would take longer than the sample that
 * follows, and directories that share an array could have it read hundreds of times.
 */
const MAX_TILES = 4_000_000;

/**
 * Follows a TIFF's directories and adds up where its tiles end, so that a file that was cut short is found without
 * reading a pixel. GDAL itself opens such a file without complaint.
 * @param size bytes in the file; reading stops at the first structure that lies beyond it
 */
export async function tiffExtent(read: ReadAt, layout: TiffLayout, size: number): Promise<TiffExtent> {
  const extent: TiffExtent = {
    ...{ endsAt: layout.big ? 16 : 8, directories: 0, furthest: 'directory' },
    ...{ flaw: null, blocks: 0, unwritten: 0 },
  };
  const reach = (end: number, what: TiffExtent['furthest']) => {
    if (end > extent.endsAt) Object.assign(extent, { endsAt: end, furthest: what });
    return end <= size;
  };
  if (!reach(extent.endsAt, 'directory') || size < extent.endsAt) return extent;
  const seen = new Set<number>();
  let [next, budget] = [await firstDirectory(read, layout), MAX_TILES];
  while (next !== 0 && !extent.flaw) {
    extent.flaw = flawOf(seen, next);
    const directory = extent.flaw
      ? undefined
      : await readDirectory(read, layout, next, (end) => reach(end, 'directory'));
    if (!directory) return extent;
    seen.add(next);
    const found = await reachPixels(read, layout, directory.fields, { reach, budget });
    budget -= found.blocks;
    if (found.lacking) extent.flaw = 'too_few_blocks';
    if (extent.directories === 0) Object.assign(extent, { blocks: found.blocks, unwritten: found.unwritten });
    extent.directories += 1;
    next = directory.next;
  }
  return extent;
}

function flawOf(seen: ReadonlySet<number>, next: number): TiffExtent['flaw'] {
  if (seen.has(next)) return 'cyclic';
  return seen.size === MAX_DIRECTORIES ? 'too_many' : null;
}

type Reach = (end: number, what: TiffExtent['furthest']) => boolean;

async function reachPixels(
  read: ReadAt,
  layout: TiffLayout,
  fields: ReadonlyMap<number, TiffField>,
  { reach, budget }: { reach: Reach; budget: number },
): Promise<Pick<TiffExtent, 'blocks' | 'unwritten'> & { lacking: boolean }> {
  const beyond = [...fields.values()].filter((field) => !reach(field.valuesAt + bytesOf(field), 'directory'));
  const found = { blocks: 0, unwritten: 0, lacking: false };
  if (beyond.length > 0) return found;
  const numbers = await smallNumbers(read, layout, fields);
  for (const { offsets, counts } of PAIRED_TAGS) {
    const [at, bytes] = [fields.get(offsets), fields.get(counts)];
    if (!at || !bytes || at.count > budget) continue;
    if (at.count !== bytes.count) {
      found.lacking ||= lacksBlocks(numbers, Array(Math.min(at.count, bytes.count)).fill(Number.POSITIVE_INFINITY));
      continue;
    }
    const starts = await readValues(read, layout, at);
    const lengths = await readValues(read, layout, bytes);
    found.blocks += starts.length;
    found.lacking ||= lacksBlocks(numbers, lengths);
    starts.forEach((start, index) => {
      const length = lengths[index] ?? 0;
      // Offset and length 0 are a tile that was never written: sparse, and whole.
      if (length > 0) reach(start + length, 'pixels');
      else found.unwritten += 1;
    });
  }
  if (!PAIRED_TAGS.some(({ offsets }) => fields.has(offsets))) found.lacking = lacksBlocks(numbers, []);
  return found;
}

/** The tags that are single numbers, or a few: the first of each. */
async function smallNumbers(
  read: ReadAt,
  layout: TiffLayout,
  fields: ReadonlyMap<number, TiffField>,
): Promise<ReadonlyMap<number, number>> {
  const numbers = new Map<number, number>();
  for (const tag of BLOCK_TAGS) {
    const field = fields.get(tag);
    const [first] = field && field.count < 65_536 ? await readValues(read, layout, field) : [];
    if (first !== undefined) numbers.set(tag, first);
  }
  return numbers;
}
