import { bytesOf, firstDirectory, type ReadAt, readDirectory, type TiffLayout } from './tiff-directory.ts';

/** The tag of a GeoTIFF's texts, in one of which a whole CRS may be written out. */
const GEO_TEXTS = 34737;
const MAX_TEXT = 1024 ** 2;

/**
 * Words by which a CRS names a file or a URL: a grid of shifts, or a PROJ string, which may name one. Where GDAL takes such a text
 * for a CRS, which depends on its version and on where the text stands, PROJ opens what it names, wherever that is, as soon as a
 * coordinate is transformed, and that is done for the header alone.
 */
const NAMES_A_FILE = /PROJ4|(nad|geoid)?grids\s*=|\+(init|proj)=|PARAMETERFILE|\/vsi/i;
/** In GMLJP2: the CRS as an attribute, by a URN or URL of OGC, a code, or a place in the file itself; of others GDAL might fetch what they name. */
const ELSEWHERE = /srsName\s*=\s*["'](?!urn:|EPSG:|gmljp2:|https?:\/\/www\.opengis\.net\/)/i;

/** True when attributes that may hold a CRS name something to open; a PROJ string alone does not. */
export function namesGrid(text: string): boolean {
  return /PROJ4_GRIDS|grids\s*=|PARAMETERFILE|\/vsi/i.test(text);
}

/** True when the text of a CRS, or one with a CRS in it, names something to open. */
export function namesFile(text: string): boolean {
  return NAMES_A_FILE.test(text) || ELSEWHERE.test(text);
}

/** The texts of a GeoTIFF's CRS, Latin-1; empty where it has none, or none that is within the file. */
export async function tiffCrsText(read: ReadAt, layout: TiffLayout, size: number): Promise<string> {
  const at = await firstDirectory(read, layout);
  const field = (await readDirectory(read, layout, at, (end) => end <= size))?.fields.get(GEO_TEXTS);
  if (!field || field.valuesAt + bytesOf(field) > size) return '';
  const bytes = await read(field.valuesAt, Math.min(MAX_TEXT, bytesOf(field)));
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
