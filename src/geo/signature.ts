/** What the first bytes of a blob say that it is. */
export type Signature =
  | { kind: 'tiff'; big: boolean; littleEndian: boolean }
  | { kind: 'jpeg2000' }
  /** Formats that are read from their beginning to their end, and say nothing of where they lie. */
  | { kind: 'png' }
  | { kind: 'jpeg' }
  /** A grid of numbers as text, which has its place and no CRS. */
  | { kind: 'ascii_grid' }
  /** netCDF of the classic formats, which name no other file. */
  | { kind: 'netcdf' }
  /** A format that is known and not taken; `why` ends the sentence "The content is …". */
  | { kind: 'other'; format: string; why: string }
  /** Nothing that is known as a raster; `looks` ends the sentence "The content looks like …". */
  | { kind: 'none'; looks: string };

/** Bytes enough for every signature below. */
export const SIGNATURE_LENGTH = 1024;

const NO_PLACE = 'which carries no coordinate reference system of its own: convert it to GeoTIFF';
const CONVERT = 'which is not taken: convert it to GeoTIFF';

/** Latin-1 text that a format starts with. */
const MAGIC: readonly { starts: string; format: string; why: string }[] = [
  { starts: 'GIF8', format: 'GIF', why: NO_PLACE },
  { starts: 'RIFF', format: 'WebP or another RIFF file', why: NO_PLACE },
  { starts: '%PDF', format: 'PDF', why: CONVERT },
  { starts: 'PK\x03\x04', format: 'a ZIP archive', why: 'which is not taken: upload the raster inside it' },
  { starts: '\x1f\x8b', format: 'a gzip file', why: 'which is not taken: upload the raster inside it' },
  { starts: '7z\xbc\xaf', format: 'a 7z archive', why: 'which is not taken: upload the raster inside it' },
  { starts: 'Rar!', format: 'a RAR archive', why: 'which is not taken: upload the raster inside it' },
  {
    starts: '\x89HDF',
    format: 'HDF5 or netCDF-4',
    why: 'which may name other files as the place of its pixels and is refused: convert the variable to GeoTIFF (gdal_translate NETCDF:"file.nc":variable), or the file to the classic format (nccopy -k classic)',
  },
  { starts: '\x0e\x03\x13\x01', format: 'HDF4', why: CONVERT },
  { starts: 'GRIB', format: 'GRIB', why: CONVERT },
  { starts: 'SQLite format 3', format: 'SQLite or GeoPackage', why: CONVERT },
  { starts: 'NITF', format: 'NITF', why: CONVERT },
  { starts: 'EHFA_HEADER_TAG', format: 'ERDAS Imagine', why: CONVERT },
  { starts: 'msid', format: 'MrSID', why: CONVERT },
  { starts: 'LASF', format: 'LAS', why: 'which is a point cloud and not a raster' },
  { starts: 'SIMPLE  =', format: 'FITS', why: CONVERT },
];

/** Told by what stands in it further on. */
const TAR = { format: 'a tar archive', why: 'which is not taken: upload the raster inside it' };

/** What is taken beside TIFF. JPEG 2000 twice: in its container, and as a bare codestream. */
const TAKEN: readonly { starts: string; signature: Signature }[] = [
  { starts: '\0\0\0\x0cjP  \r\n\x87\n', signature: { kind: 'jpeg2000' } },
  { starts: '\xff\x4f\xff\x51', signature: { kind: 'jpeg2000' } },
  { starts: '\x89PNG\r\n\x1a\n', signature: { kind: 'png' } },
  { starts: '\xff\xd8\xff', signature: { kind: 'jpeg' } },
  { starts: 'CDF\x01', signature: { kind: 'netcdf' } },
  { starts: 'CDF\x02', signature: { kind: 'netcdf' } },
  { starts: 'CDF\x05', signature: { kind: 'netcdf' } },
];
/** How the header of an ASCII grid begins: more than one word, so that no letter is taken for one. GDAL takes them in any order. */
const ASCII_GRID = /^(?:(?:ncols|nrows|[xy]ll(?:corner|center)|cellsize|dx|dy)[ \t]+[-+.\d]\S*\s+){3}/i;

/** Text formats of GDAL, told by what their text begins with. */
const TEXT_MAGIC: readonly { matches: RegExp; format: string; why: string }[] = [
  {
    matches: /<VRTDataset[\s>]/i,
    format: 'a GDAL virtual raster (VRT)',
    why: 'which only names other files to read and is refused: upload the GeoTIFF itself',
  },
  {
    matches: /<(GDAL_W(MS|MTS)|WCS_GDAL)[\s>]/i,
    format: 'a GDAL web service description',
    why: 'which is refused: upload a GeoTIFF',
  },
  { matches: /^\{\s*"type"\s*:\s*"(Feature|FeatureCollection)"/, format: 'GeoJSON', why: 'which is not a raster' },
];

/** @param head the blob's first bytes, at most SIGNATURE_LENGTH of them; not empty */
export function readSignature(head: Uint8Array): Signature {
  const latin1 = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
  const tiff = /^(?:II([*+])\0|MM\0([*+]))/.exec(latin1);
  if (tiff) return { kind: 'tiff', big: (tiff[1] ?? tiff[2]) === '+', littleEndian: tiff[1] !== undefined };
  const taken = TAKEN.find(({ starts }) => latin1.startsWith(starts));
  if (taken) return taken.signature;
  if (ASCII_GRID.test(latin1)) return { kind: 'ascii_grid' };
  if (latin1.slice(257, 262) === 'ustar') return { kind: 'other', ...TAR };
  const magic = MAGIC.find(({ starts }) => latin1.startsWith(starts));
  if (magic) return { kind: 'other', format: magic.format, why: magic.why };
  return readText(latin1.replace(/^\xef\xbb\xbf/, '').trimStart());
}

function readText(text: string): Signature {
  const format = TEXT_MAGIC.find(({ matches }) => matches.test(text));
  if (format) return { kind: 'other', format: format.format, why: format.why };
  return { kind: 'none', looks: lookOf(text) };
}

function lookOf(text: string): string {
  if (/^(<!doctype html|<html)/i.test(text)) return 'a web page, perhaps the error page of a failed download';
  if (text.startsWith('<')) return 'XML';
  if (/^\0+$/.test(text)) return 'nothing but zero bytes, as an upload that was cut short leaves';
  return /^[\t\n\r\x20-\x7e\x80-\xff]*$/.test(text) ? 'text' : 'data of an unknown kind';
}
