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
}

const PAIRED_TAGS = [
  { offsets: 273, counts: 279 },
  { offsets: 324, counts: 325 },
] as const;
const MAX_DIRECTORIES = 256;
/** Above this many tiles the arrays are not read: it would take longer than the sample that follows. */
const MAX_TILES = 4_000_000;

/**
 * Follows a TIFF's directories and adds up where its tiles end, so that a file that was cut short is found without
 * reading a pixel. GDAL itself opens such a file without complaint.
 * @param size bytes in the file; reading stops at the first structure that lies beyond it
 */
export async function tiffExtent(read: ReadAt, layout: TiffLayout, size: number): Promise<TiffExtent> {
  const extent: TiffExtent = { endsAt: layout.big ? 16 : 8, directories: 0, furthest: 'directory' };
  const reach = (end: number, what: TiffExtent['furthest']) => {
    if (end > extent.endsAt) Object.assign(extent, { endsAt: end, furthest: what });
    return end <= size;
  };
  if (!reach(extent.endsAt, 'directory') || size < extent.endsAt) return extent;
  let next = await firstDirectory(read, layout);
  const seen = new Set<number>();
  while (next !== 0 && !seen.has(next) && seen.size < MAX_DIRECTORIES) {
    seen.add(next);
    const directory = await readDirectory(read, layout, next, (end) => reach(end, 'directory'));
    if (!directory) return extent;
    extent.directories += 1;
    await reachPixels(read, layout, directory.fields, reach);
    next = directory.next;
  }
  return extent;
}

type Reach = (end: number, what: TiffExtent['furthest']) => boolean;

async function reachPixels(
  read: ReadAt,
  layout: TiffLayout,
  fields: ReadonlyMap<number, TiffField>,
  reach: Reach,
): Promise<void> {
  for (const field of fields.values()) reach(field.valuesAt + bytesOf(field), 'directory');
  for (const { offsets, counts } of PAIRED_TAGS) {
    const [at, bytes] = [fields.get(offsets), fields.get(counts)];
    if (!at || !bytes || at.count > MAX_TILES || at.count !== bytes.count) continue;
    const starts = await readValues(read, layout, at);
    const lengths = await readValues(read, layout, bytes);
    starts.forEach((start, index) => {
      const length = lengths[index] ?? 0;
      // Offset and length 0 are a tile that was never written: sparse, and whole.
      if (length > 0) reach(start + length, 'pixels');
    });
  }
}
