/** Reads bytes of a file; fewer than asked for at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** Where a TIFF's own directories say that its content ends. */
export interface TiffExtent {
  /** The highest byte offset that a directory, its arrays or its pixels reach. */
  endsAt: number;
  directories: number;
  /** What reaches furthest, for a message. */
  furthest: 'directory' | 'pixels';
}

/** Sizes in bytes of the TIFF field types that hold offsets and counts. */
const FIELD_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};
const PAIRED_TAGS = [
  { offsets: 273, counts: 279 },
  { offsets: 324, counts: 325 },
] as const;
const MAX_DIRECTORIES = 256;
/** Above this many tiles the arrays are not read: it would take longer than the sample that follows. */
const MAX_TILES = 4_000_000;

interface Layout {
  littleEndian: boolean;
  big: boolean;
}
interface Field {
  type: number;
  count: number;
  /** Where the values are, whether in the entry itself or elsewhere. */
  valuesAt: number;
}

/**
 * Follows a TIFF's directories and adds up where its tiles end, so that a file that was cut short is found without
 * reading a pixel. GDAL itself opens such a file without complaint. Source: TIFF 6.0 §2, BigTIFF design.
 * @param size bytes in the file; reading stops at the first structure that lies beyond it
 */
export async function tiffExtent(read: ReadAt, layout: Layout, size: number): Promise<TiffExtent> {
  const extent: TiffExtent = { endsAt: layout.big ? 16 : 8, directories: 0, furthest: 'directory' };
  const reach = (end: number, what: TiffExtent['furthest']) => {
    if (end > extent.endsAt) Object.assign(extent, { endsAt: end, furthest: what });
    return end <= size;
  };
  if (!reach(extent.endsAt, 'directory') || size < extent.endsAt) return extent;
  const header = new Cursor(await read(0, 16), layout);
  let next = layout.big ? header.uint64(8) : header.uint32(4);
  const seen = new Set<number>();
  while (next !== 0 && !seen.has(next) && seen.size < MAX_DIRECTORIES) {
    seen.add(next);
    const directory = await readDirectory(read, layout, next, reach);
    if (!directory) return extent;
    extent.directories += 1;
    await reachPixels(read, layout, directory.fields, reach);
    next = directory.next;
  }
  return extent;
}

type Reach = (end: number, what: TiffExtent['furthest']) => boolean;

async function readDirectory(read: ReadAt, layout: Layout, at: number, reach: Reach) {
  const countBytes = layout.big ? 8 : 2;
  if (!reach(at + countBytes, 'directory')) return undefined;
  const head = new Cursor(await read(at, countBytes), layout);
  const entries = layout.big ? head.uint64(0) : head.uint16(0);
  const entryBytes = layout.big ? 20 : 12;
  const length = entries * entryBytes + (layout.big ? 8 : 4);
  if (!reach(at + countBytes + length, 'directory')) return undefined;
  const body = new Cursor(await read(at + countBytes, length), layout);
  const fields = new Map<number, Field>();
  for (let index = 0; index < entries; index += 1) {
    const entry = index * entryBytes;
    fields.set(body.uint16(entry), readField(body, entry, at + countBytes, layout));
  }
  const last = entries * entryBytes;
  return { fields, next: layout.big ? body.uint64(last) : body.uint32(last) };
}

function readField(body: Cursor, entry: number, bodyAt: number, layout: Layout): Field {
  const type = body.uint16(entry + 2);
  const count = layout.big ? body.uint64(entry + 4) : body.uint32(entry + 4);
  const valueEntry = entry + (layout.big ? 12 : 8);
  const inline = count * (FIELD_BYTES[type] ?? 1) <= (layout.big ? 8 : 4);
  const elsewhere = () => (layout.big ? body.uint64(valueEntry) : body.uint32(valueEntry));
  return { type, count, valuesAt: inline ? bodyAt + valueEntry : elsewhere() };
}

async function reachPixels(read: ReadAt, layout: Layout, fields: Map<number, Field>, reach: Reach): Promise<void> {
  for (const field of fields.values())
    reach(field.valuesAt + field.count * (FIELD_BYTES[field.type] ?? 1), 'directory');
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

async function readValues(read: ReadAt, layout: Layout, field: Field): Promise<number[]> {
  const width = FIELD_BYTES[field.type] ?? 1;
  const cursor = new Cursor(await read(field.valuesAt, field.count * width), layout);
  const value = { 2: cursor.uint16, 4: cursor.uint32, 8: cursor.uint64 }[width];
  if (!value) return [];
  const present = Math.floor(cursor.length / width);
  return Array.from({ length: Math.min(field.count, present) }, (_, index) => value.call(cursor, index * width));
}

/** Unsigned integers in the file's byte order. */
class Cursor {
  readonly #view: DataView;
  readonly #littleEndian: boolean;

  constructor(bytes: Uint8Array, layout: Layout) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = layout.littleEndian;
  }
  get length(): number {
    return this.#view.byteLength;
  }
  uint16(at: number): number {
    return this.#view.getUint16(at, this.#littleEndian);
  }
  uint32(at: number): number {
    return this.#view.getUint32(at, this.#littleEndian);
  }
  /** Exact up to 2^53, more than any file has. */
  uint64(at: number): number {
    return Number(this.#view.getBigUint64(at, this.#littleEndian));
  }
}
