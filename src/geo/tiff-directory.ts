/** Reads bytes of a file; fewer than asked for at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** How a TIFF writes its numbers and offsets, which its first bytes tell. */
export interface TiffLayout {
  littleEndian: boolean;
  big: boolean;
}

export interface TiffField {
  type: number;
  count: number;
  /** Where the values are, whether in the entry itself or elsewhere. */
  valuesAt: number;
}

export interface TiffDirectory {
  /** By tag. */
  fields: Map<number, TiffField>;
  /** Where the next one is; 0 after the last. */
  next: number;
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

/** As many as a directory of the classic format can have; a BigTIFF could claim 2^64, and have gigabytes read for them. */
const MAX_ENTRIES = 65_535;

/** Bytes of the values of a field. */
export function bytesOf({ type, count }: TiffField): number {
  return count * (FIELD_BYTES[type] ?? 1);
}

/** Where the first directory is. */
export async function firstDirectory(read: ReadAt, layout: TiffLayout): Promise<number> {
  const header = new Cursor(await read(0, 16), layout);
  return layout.big ? header.uint64(8) : header.uint32(4);
}

/**
 * The directory at an offset. Source: TIFF 6.0 §2, BigTIFF design.
 *
 * @param reach told how far each part of it reaches before it is read; undefined comes back where it says no, and for a
 *   directory of more entries than any raster has
 */
export async function readDirectory(
  read: ReadAt,
  layout: TiffLayout,
  at: number,
  reach: (end: number) => boolean,
): Promise<TiffDirectory | undefined> {
  const countBytes = layout.big ? 8 : 2;
  if (!reach(at + countBytes)) return undefined;
  const head = new Cursor(await read(at, countBytes), layout);
  const entries = layout.big ? head.uint64(0) : head.uint16(0);
  const entryBytes = layout.big ? 20 : 12;
  const length = entries * entryBytes + (layout.big ? 8 : 4);
  if (!reach(at + countBytes + length) || entries > MAX_ENTRIES) return undefined;
  const body = new Cursor(await read(at + countBytes, length), layout);
  const fields = new Map<number, TiffField>();
  for (let index = 0; index < entries; index += 1) {
    const entry = index * entryBytes;
    fields.set(body.uint16(entry), readField(body, entry, at + countBytes, layout));
  }
  const last = entries * entryBytes;
  return { fields, next: layout.big ? body.uint64(last) : body.uint32(last) };
}

function readField(body: Cursor, entry: number, bodyAt: number, layout: TiffLayout): TiffField {
  const type = body.uint16(entry + 2);
  const count = layout.big ? body.uint64(entry + 4) : body.uint32(entry + 4);
  const valueEntry = entry + (layout.big ? 12 : 8);
  const inline = count * (FIELD_BYTES[type] ?? 1) <= (layout.big ? 8 : 4);
  const elsewhere = () => (layout.big ? body.uint64(valueEntry) : body.uint32(valueEntry));
  return { type, count, valuesAt: inline ? bodyAt + valueEntry : elsewhere() };
}

/** The unsigned integers that a field holds. */
export async function readValues(read: ReadAt, layout: TiffLayout, field: TiffField): Promise<number[]> {
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

  constructor(bytes: Uint8Array, layout: TiffLayout) {
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
