/** Values of one tag. Text and bytes are given as they are written. */
export interface Tag {
  type: keyof typeof WIDTH;
  values: readonly number[] | string;
}

export interface Page {
  tags: Readonly<Record<number, Tag>>;
  /** Strips or tiles as stored. Their places and sizes are written into tags 273 and 279, or 324 and 325. */
  blocks: readonly Uint8Array[];
}

export interface TiffOptions {
  big?: boolean;
  littleEndian?: boolean;
}

/** Bytes of a TIFF, with the places of its parts, so that a test can cut and corrupt each. */
export interface MadeTiff extends Required<TiffOptions> {
  bytes: Buffer;
  pages: PlacedPage[];
}

export interface PlacedPage {
  /** Where its directory begins, and where the offset of the next one is written. */
  directory: number;
  next: number;
  /** By tag: where its entry is, and where its values are. */
  entries: Map<number, number>;
  values: Map<number, number>;
  blocks: number[];
}

const WIDTH = { byte: 1, ascii: 1, short: 2, long: 4, long8: 8, double: 8, undefined: 1 } as const;
const CODE = { byte: 1, ascii: 2, short: 3, long: 4, long8: 16, double: 12, undefined: 7 } as const;

/** Writes a TIFF by the letter of the format, with whatever is in it. Each page: its directory, values, then blocks. */
export function makeTiff(pages: readonly Page[], { big = false, littleEndian = true }: TiffOptions = {}): MadeTiff {
  const made: MadeTiff = { bytes: Buffer.alloc(big ? 16 : 8), pages: [], big, littleEndian };
  made.bytes.write(littleEndian ? 'II' : 'MM', 'latin1');
  put(made, 2, 'short', big ? 43 : 42);
  if (big) put(made, 4, 'short', 8);
  pages.forEach((page, index) => {
    const at = made.bytes.length;
    putOffset(made, index === 0 ? (big ? 8 : 4) : (made.pages.at(-1) as PlacedPage).next, at);
    addPage(made, page, at);
  });
  return made;
}

function addPage(made: MadeTiff, page: Page, directory: number): void {
  const [places, sizes] = 322 in page.tags ? [324, 325] : [273, 279];
  const type = made.big ? 'long8' : 'long';
  const tags: [number, Tag][] = Object.entries({
    [places]: { type, values: page.blocks.map(() => 0) } as Tag,
    [sizes]: { type, values: page.blocks.map(({ length }) => length) } as Tag,
    ...page.tags,
  })
    .map(([tag, values]): [number, Tag] => [Number(tag), values])
    .sort(([a], [b]) => a - b);
  const [head, each, inline] = made.big ? [8, 20, 8] : [2, 12, 4];
  const next = directory + head + tags.length * each;
  const placed: PlacedPage = { directory, next, entries: new Map(), values: new Map(), blocks: [] };
  grow(made, next + inline - directory);
  put(made, directory, made.big ? 'long8' : 'short', tags.length);
  tags.forEach(([tag, values], index) => {
    const entry = directory + head + index * each;
    const length = values.values.length;
    const valuesAt =
      length * WIDTH[values.type] <= inline ? entry + each - inline : grow(made, length * WIDTH[values.type]);
    put(made, entry, 'short', tag);
    put(made, entry + 2, 'short', CODE[values.type]);
    putOffset(made, entry + 4, length);
    if (valuesAt > next) putOffset(made, entry + each - inline, valuesAt);
    const numbers = typeof values.values === 'string' ? [...Buffer.from(values.values, 'latin1')] : values.values;
    for (const [at, value] of numbers.entries()) put(made, valuesAt + at * WIDTH[values.type], values.type, value);
    placed.entries.set(tag, entry);
    placed.values.set(tag, valuesAt);
  });
  page.blocks.forEach((block, index) => {
    const at = grow(made, block.length);
    made.bytes.set(block, at);
    const entryOfPlaces = page.tags[places];
    if (!entryOfPlaces) put(made, (placed.values.get(places) as number) + index * WIDTH[type], type, at);
    placed.blocks.push(at);
  });
  made.pages.push(placed);
}

/** @returns where the new bytes begin */
function grow(made: MadeTiff, length: number): number {
  const at = made.bytes.length;
  made.bytes = Buffer.concat([made.bytes, Buffer.alloc(length)]);
  return at;
}

/** Writes a number as the file writes such: for corrupting a place that is known. */
export function put({ bytes, littleEndian }: MadeTiff, at: number, type: Tag['type'], value: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (WIDTH[type] === 1) view.setUint8(at, value);
  else if (type === 'short') view.setUint16(at, value, littleEndian);
  else if (type === 'long') view.setUint32(at, value, littleEndian);
  else if (type === 'long8') view.setBigUint64(at, BigInt(value), littleEndian);
  else view.setFloat64(at, value, littleEndian);
}

/** An offset or a count of values: 4 bytes, or 8 of a BigTIFF. */
export function putOffset(made: MadeTiff, at: number, value: number): void {
  put(made, at, made.big ? 'long8' : 'long', value);
}
