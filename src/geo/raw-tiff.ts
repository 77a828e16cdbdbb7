const STRIP_OFFSETS = 273;
const LONG = 4;
const LONG8 = 16;

/**
 * Where the pixels of a little-endian TIFF of uncompressed strips begin, as GDAL writes one to a pipe: directory first, then all strips in
 * their order. Source: TIFF 6.0 §2, BigTIFF design.
 *
 * @param head the first bytes of it
 * @returns undefined while too few bytes are there
 */
export function pixelsBeginAt(head: Uint8Array): number | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 16) return undefined;
  const big = view.getUint16(2, true) === 43;
  const directory = big ? uint64(view, 8) : view.getUint32(4, true);
  const countBytes = big ? 8 : 2;
  const entryBytes = big ? 20 : 12;
  if (directory + countBytes > head.length) return undefined;
  const entries = big ? uint64(view, directory) : view.getUint16(directory, true);
  const first = directory + countBytes;
  if (first + entries * entryBytes > head.length) return undefined;
  for (let entry = first; entry < first + entries * entryBytes; entry += entryBytes) {
    if (view.getUint16(entry, true) === STRIP_OFFSETS) return firstValue(view, entry, big);
  }
  throw new SyntaxError('the TIFF has no strips');
}

/** The first value of a field, which is in its entry where it is the only one. */
function firstValue(view: DataView, entry: number, big: boolean): number | undefined {
  const type = view.getUint16(entry + 2, true);
  const count = big ? uint64(view, entry + 4) : view.getUint32(entry + 4, true);
  const field = entry + (big ? 12 : 8);
  const width = type === LONG8 ? 8 : type === LONG ? 4 : 2;
  const isInline = count * width <= (big ? 8 : 4);
  const at = isInline ? field : big ? uint64(view, field) : view.getUint32(field, true);
  if (at + width > view.byteLength) return undefined;
  if (type === LONG8) return uint64(view, at);
  return type === LONG ? view.getUint32(at, true) : view.getUint16(at, true);
}

/** Exact up to 2^53, more than any file has. */
const uint64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
