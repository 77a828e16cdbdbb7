import { namesFile, namesGrid, tiffCrsText } from '../../geo/crs-text.ts';
import { jp2Extent } from '../../geo/jp2-extent.ts';
import { netcdfExtent } from '../../geo/netcdf-extent.ts';
import type { RasterFinding, RasterWarning } from '../../geo/raster.ts';
import { readSignature, SIGNATURE_LENGTH, type Signature } from '../../geo/signature.ts';
import type { ReadAt } from '../../geo/tiff-directory.ts';
import { MAX_DIRECTORIES, type TiffExtent, tiffExtent } from '../../geo/tiff-extent.ts';
import { cachedReader } from './cached-reader.ts';
import { refuse } from './refuse.ts';

export interface InspectedContent {
  signature: Signature;
  warnings: RasterWarning[];
}

/**
 * What can be known of a raster without decoding it: that it has content, of a format that is taken, and whole; and that
 * opening it leads nowhere else. GDAL sees it only after that.
 * @param size bytes
 * @throws FaultError `empty_blob`, `not_a_raster`, `driver_not_allowed`, `raster_truncated`, `cyclic_directories`,
 *   `too_many_directories`, `unsupported_crs`
 */
export async function inspectContent(readAt: ReadAt, size: number): Promise<InspectedContent> {
  if (size === 0)
    throw refuse([{ code: 'empty_blob', message: 'The blob is empty: it has 0 bytes; upload it again.' }]);
  const read = cachedReader(readAt, size);
  const signature = readSignature(await read(0, Math.min(size, SIGNATURE_LENGTH)));
  checkSignature(signature);
  if (signature.kind === 'jpeg2000') await inspectJp2(read, size);
  if (signature.kind === 'netcdf') await inspectNetcdf(read, size);
  const warnings = signature.kind === 'tiff' ? await inspectTiff(read, signature, size) : [];
  return { signature, warnings };
}

function checkSignature(signature: Signature): void {
  if (signature.kind === 'other') {
    throw refuse([{ code: 'driver_not_allowed', message: `The content is ${signature.format}, ${signature.why}.` }]);
  }
  if (signature.kind === 'none') {
    const message = `The content is not a raster, whatever its name says: it looks like ${signature.looks}; upload a GeoTIFF.`;
    throw refuse([{ code: 'not_a_raster', message }]);
  }
}

async function inspectTiff(read: ReadAt, layout: Signature & { kind: 'tiff' }, size: number): Promise<RasterWarning[]> {
  const extent = await tiffExtent(read, layout, size);
  if (extent.endsAt > size) throw refuse([truncated(size, extent)]);
  if (extent.flaw) throw refuse([FLAWS[extent.flaw]]);
  if (namesFile(await tiffCrsText(read, layout, size))) throw refuse([NAMES_FILE]);
  return sparseness(extent);
}

async function inspectJp2(read: ReadAt, size: number): Promise<void> {
  const { endsAt, texts, closed } = await jp2Extent(read, size);
  if (endsAt > size || closed === false) throw refuse([truncated(size, { endsAt, furthest: 'pixels' })]);
  if (namesFile(texts)) throw refuse([NAMES_FILE]);
}

async function inspectNetcdf(read: ReadAt, size: number): Promise<void> {
  const extent = await netcdfExtent(read, size);
  if (!extent) throw refuse([NO_HEADER]);
  if (extent.endsAt > size) throw refuse([truncated(size, { endsAt: extent.endsAt, furthest: 'pixels' })]);
  if (namesGrid(extent.text)) throw refuse([NAMES_FILE]);
}

const NO_HEADER: RasterFinding = {
  code: 'raster_unreadable',
  message: 'The header of the netCDF is damaged, cut short, or larger than 1 MiB; export it anew and upload it again.',
};

const NAMES_FILE: RasterFinding = {
  code: 'unsupported_crs',
  message:
    'The coordinate reference system names a file, a URL or a PROJ string, which are not opened for a raster; use one of the EPSG registry (gdal_edit.py -a_srs EPSG:…), or warp the raster to one.',
};

const FLAWS: Readonly<Record<NonNullable<TiffExtent['flaw']>, RasterFinding>> = {
  cyclic: {
    code: 'cyclic_directories',
    message:
      "The TIFF's directories lead back to one before, so that they have no end: the file is damaged; export the raster anew and upload it again.",
  },
  too_few_blocks: {
    code: 'raster_unreadable',
    message:
      'The TIFF has fewer strips or tiles, or shorter ones, than its pixels need, so that a part of them is missing; export the raster anew and upload it again.',
  },
  too_many: {
    code: 'too_many_directories',
    message: `The TIFF has more than ${MAX_DIRECTORIES} directories, and a raster with its masks and overviews needs far fewer; upload each of its images as a raster of its own.`,
  },
};

/** Of a raster with holes the reader sees nodata, or zeros that look like data. */
function sparseness({ blocks, unwritten }: TiffExtent): RasterWarning[] {
  if (unwritten === 0) return [];
  const message = `${unwritten.toLocaleString('en')} of its ${blocks.toLocaleString('en')} strips or tiles were never written: their pixels are nodata, or 0 where no nodata value is declared; declare one if 0 is a value too.`;
  return [{ code: 'sparse', message }];
}

function truncated(size: number, { endsAt, furthest }: Pick<TiffExtent, 'endsAt' | 'furthest'>): RasterFinding {
  const what = furthest === 'pixels' ? 'its pixels reach' : 'its directory reaches';
  const beyond =
    endsAt > size
      ? `but ${what} to byte ${endsAt.toLocaleString('en')}`
      : 'but the mark that its pixels must end with is missing';
  const message = `The file was cut short: it has ${size.toLocaleString('en')} bytes, ${beyond}; upload it again.`;
  return { code: 'raster_truncated', message };
}
