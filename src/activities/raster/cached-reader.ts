import type { ReadAt } from '../../geo/tiff-directory.ts';

/** Directories are read in many small pieces that lie close together. */
const PAGE = 64 * 1024;

/** Reads by whole pages and keeps the last two, so that small reads near each other are one request. */
export function cachedReader(read: ReadAt, size: number): ReadAt {
  const pages = new Map<number, Promise<Uint8Array>>();

  function page(index: number): Promise<Uint8Array> {
    const known = pages.get(index);
    if (known) return known;
    const fetched = read(index * PAGE, Math.min(PAGE, size - index * PAGE));
    pages.set(index, fetched);
    const oldest = pages.keys().next().value;
    if (pages.size > 2 && oldest !== undefined) pages.delete(oldest);
    return fetched;
  }

  return async (offset, length) => {
    if (length > PAGE) return read(offset, length);
    const [first, last] = [Math.floor(offset / PAGE), Math.floor((offset + Math.max(1, length) - 1) / PAGE)];
    const indices = first === last ? [first] : [first, last];
    const parts = await Promise.all(indices.map(page));
    return Buffer.concat(parts).subarray(offset - first * PAGE, offset - first * PAGE + length);
  };
}
