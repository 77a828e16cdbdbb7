import type { Gdal } from '../../gdal/gdal.ts';
import { readHeader } from '../../gdal/read-header.ts';
import type { RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { checkSize } from '../../geo/size.ts';
import type { BlobRef, BlobStore } from '../../storage/blob-store.ts';
import { describeBands } from './describe-bands.ts';
import { inspectContent } from './inspect-content.ts';
import { refuse } from './refuse.ts';

interface HeaderReader {
  store: BlobStore;
  gdal: Gdal;
  limits: RasterLimits;
  signal: AbortSignal;
  scratch: string;
}

const CHUNK_SIZE = String(64 * 1024);

/**
 * The header of a raster in a blob, which may be one that nobody has validated: a spec may well begin here. Only what would make reading
 * its pixels unsafe is refused.
 * @throws FaultError what `inspectContent` refuses, `no_bands`, `unsupported_pixel_type`, `raster_too_large`, `implausible_size`
 */
export async function readSafeHeader(
  { store, gdal, limits, signal, scratch }: HeaderReader,
  blob: BlobRef & { size: number },
): Promise<RasterHeader> {
  await inspectContent((offset, length) => store.readRange(blob, offset, length, signal), blob.size);
  const { path, config } = await store.gdalSource(blob);
  const options = { ...config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE };
  const header = await readHeader(gdal, { path, config: options, signal, scratch });
  describeBands(header);
  const finding = checkSize({ ...header, storedBytes: blob.size }, limits);
  if (finding) throw refuse([finding]);
  return header;
}
