/** The tags that say how many strips or tiles there must be, and how large each is. Source: TIFF 6.0. */
const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  bands: 277,
  rowsPerStrip: 278,
  planar: 284,
  tileWidth: 322,
  tileHeight: 323,
  subsampling: 530,
} as const;
export const BLOCK_TAGS: readonly number[] = Object.values(TAG);
const UNCOMPRESSED = 1;
const SEPARATE = 2;

/**
 * Whether an image has fewer strips or tiles than its pixels need, or plain ones of fewer bytes. GDAL takes the first for
 * holes and reads zeros there; and the second looks like a storage that stops in the middle of a read.
 * @param numbers by tag
 * @param lengths bytes of each strip or tile; 0 where it was never written
 */
export function lacksBlocks(numbers: ReadonlyMap<number, number>, lengths: readonly number[]): boolean {
  const value = (tag: number, otherwise: number) => numbers.get(tag) ?? otherwise;
  const [width, height] = [value(TAG.width, 0), value(TAG.height, 0)];
  if (width === 0 || height === 0) return false;
  const tiled = numbers.has(TAG.tileWidth);
  const columns = tiled ? value(TAG.tileWidth, 0) : width;
  const rows = tiled ? value(TAG.tileHeight, 0) : Math.min(height, value(TAG.rowsPerStrip, height));
  if (columns === 0 || rows === 0) return false;
  const bands = value(TAG.bands, 1);
  const separate = value(TAG.planar, 1) === SEPARATE;
  const inPlane = Math.ceil(width / columns) * Math.ceil(height / rows);
  if (lengths.length < inPlane * (separate ? bands : 1)) return true;
  if (value(TAG.compression, UNCOMPRESSED) !== UNCOMPRESSED || numbers.has(TAG.subsampling)) return false;
  const rowBytes = Math.ceil((columns * value(TAG.bits, 1) * (separate ? 1 : bands)) / 8);
  const rowsOf = (index: number) => (tiled ? rows : Math.min(rows, height - (index % inPlane) * rows));
  return lengths.some((length, index) => length > 0 && length < rowBytes * rowsOf(index));
}
