import type { ReadAt } from './tiff-directory.ts';

/** What the boxes of a JPEG 2000 file say of it. Source: ISO/IEC 15444-1, annex I. */
export interface Jp2Extent {
  /** The highest offset that a box says it reaches. */
  endsAt: number;
  /** Latin-1 text of the boxes that may say where the raster lies: GeoJP2 (uuid), GMLJP2 (asoc, xml). */
  texts: string;
  /** Whether the codestream ends with the marker that it must end with; null where there is none. */
  closed: boolean | null;
}

const MAX_BOXES = 1_000;
const MAX_TEXT = 1024 ** 2;
const CODESTREAM = 'jp2c';
const WITH_TEXT = new Set(['uuid', 'asoc', 'xml ']);
/** SOC at the beginning of a codestream, EOC at its end. */
const END_OF_CODESTREAM = 0xffd9;

/**
 * Follows the boxes of a JPEG 2000 file, or a bare codestream, by small reads. GDAL opens one that was cut short without
 * complaint, and decodes what is there.
 * @param size bytes in the file
 */
export async function jp2Extent(read: ReadAt, size: number): Promise<Jp2Extent> {
  const extent: Jp2Extent = { endsAt: 0, texts: '', closed: null };
  const isBare = latin1(await read(0, 2)) === '\xff\x4f';
  if (isBare) return { ...extent, endsAt: size, closed: await isClosed(read, size) };
  let at = 0;
  for (let count = 0; at + 8 <= size && count < MAX_BOXES; count += 1) {
    const box = await readBox(read, at, size);
    extent.endsAt = Math.max(extent.endsAt, box.end);
    if (box.end > size || box.end <= at) return extent;
    if (WITH_TEXT.has(box.type)) extent.texts += latin1(await read(at, Math.min(MAX_TEXT, box.end - at)));
    if (box.type === CODESTREAM) extent.closed = await isClosed(read, box.end);
    at = box.end;
  }
  return extent;
}

/** A box is its length, its type, where the length is 1 a longer length, and its content; one of length 0 is the last. */
async function readBox(read: ReadAt, at: number, size: number): Promise<{ type: string; end: number }> {
  const head = await read(at, 16);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getUint32(0);
  const type = latin1(head.subarray(4, 8));
  if (length === 0) return { type, end: size };
  if (length === 1 && head.length === 16) return { type, end: at + Number(view.getBigUint64(8)) };
  return { type, end: at + length };
}

async function isClosed(read: ReadAt, end: number): Promise<boolean> {
  const [first = 0, second = 0] = await read(Math.max(0, end - 2), 2);
  return first * 256 + second === END_OF_CODESTREAM;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
