import { readSignature, SIGNATURE_LENGTH } from './signature.ts';
import { bytesOf, firstDirectory, type ReadAt, readDirectory, readValues } from './tiff-directory.ts';

/** The tag of a GeoTIFF's keys, and those keys that name its CRS. Source: OGC GeoTIFF 1.1, §7. */
const GEO_KEYS = 34735;
const MODEL = 1024;
const GEOGRAPHIC = 2048;
const PROJECTED = 3072;
const VERTICAL = 4096;
const CRS_OF_MODEL: Readonly<Record<number, number>> = { 1: PROJECTED, 2: GEOGRAPHIC };
/** Codes of the EPSG registry; beyond them are "user-defined" and private ones. */
const EPSG_CODES = { first: 1024, last: 32766 };
/** Of the directory and of the keys: many times what rasters have. */
const MOST_BYTES = 1_048_576;

/**
 * The EPSG code that a GeoTIFF names in its header as its CRS, read by some ranges. Undefined where it names none, or not by such a code
 * alone; and of what is no GeoTIFF. That is only what the file says: whether it is true GDAL tells.
 *
 * @param size bytes in the file
 */
export async function tiffEpsg(read: ReadAt, size: number): Promise<number | undefined> {
  const head = size === 0 ? new Uint8Array() : await read(0, Math.min(size, SIGNATURE_LENGTH));
  const layout = readSignature(head);
  if (layout.kind !== 'tiff' || size < 16) return undefined;
  const isNear = (at: number) => (end: number) => end <= size && end - at <= MOST_BYTES;
  const at = await firstDirectory(read, layout);
  const field = (await readDirectory(read, layout, at, isNear(at)))?.fields.get(GEO_KEYS);
  if (!field || !isNear(field.valuesAt)(field.valuesAt + bytesOf(field))) return undefined;
  return epsgIn(await readValues(read, layout, field));
}

/** @param values four a key, after a header of four: key, place of the value, count, value */
function epsgIn(values: readonly number[]): number | undefined {
  const keys = new Map<number, number>();
  for (let at = 4; at + 3 < values.length; at += 4) {
    const [key = 0, place, , value = 0] = values.slice(at, at + 4);
    if (place === 0) keys.set(key, value);
  }
  const code = keys.get(CRS_OF_MODEL[keys.get(MODEL) ?? 0] ?? 0);
  const isEpsg = code !== undefined && code >= EPSG_CODES.first && code <= EPSG_CODES.last;
  return isEpsg && !keys.has(VERTICAL) ? code : undefined;
}
