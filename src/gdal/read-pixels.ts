import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeaderBand, RasterHeader } from '../geo/gdalinfo.ts';
import { pixelBytes, timeForPixels } from '../geo/size.ts';
import type { Gdal, GdalRun } from './gdal.ts';
import { readHeader } from './read-header.ts';

export interface PixelsRequest extends Pick<GdalRun, 'signal' | 'scratch'> {
  path: string;
  /** Compute exact statistics besides checksums. */
  statistics: boolean;
  onProgress?: (percent: number) => void;
}

const MEGABYTE = 1024 ** 2;
/** Below this the block cache holds what is decoded, and nothing is won. */
const WORTH_UNFOLDING = 128 * MEGABYTE;
/** The failure of a source whose pixels cannot be read. */
export const UNDECODABLE = {
  code: 'raster_unreadable',
  message: 'Pixels could not be decoded, so the content is damaged; export the raster anew and upload it again.',
};

/**
 * A local raster's header with a checksum of every band, for which every pixel is decoded.
 *
 * GDAL goes band by band, and where a compressed block holds all bands it decodes each block once for every band: 8 bands
 * of 1 GB take 30 s. Writing the bands out one after the other first takes 5 s, and `scratchBytes` of disk for as long.
 * @throws FaultError `raster_unreadable`, or the causes of `Gdal.run`
 */
export async function readPixels(gdal: Gdal, request: PixelsRequest): Promise<RasterHeader> {
  const { path, statistics, signal, scratch } = request;
  const header = await readHeader(gdal, { path, signal, scratch });
  const read = { signal, scratch, timeout: timeForPixels(header) };
  if (!isFolded(header)) return readHeader(gdal, { ...read, path, checksum: true, statistics });
  const unfolded = join(scratch, 'unfolded.tif');
  try {
    await unfold(gdal, request, header, unfolded);
    const pixels = await readHeader(gdal, { ...read, path: unfolded, checksum: true, statistics });
    return { ...header, bands: header.bands.map((band, index) => withPixels(band, pixels.bands[index])) };
  } finally {
    await rm(unfolded, { force: true });
  }
}

/** The scratch that `readPixels` takes for a while, in bytes. */
export function scratchBytes(header: RasterHeader): number {
  return isFolded(header) ? pixelBytes(header) + MEGABYTE : 0;
}

/** A mask would stay behind, and the statistics be of other pixels. */
function isFolded(header: RasterHeader): boolean {
  if (header.bands.some((band) => band.hasMask)) return false;
  return header.interleave === 'PIXEL' && header.bands.length > 1 && pixelBytes(header) > WORTH_UNFOLDING;
}

async function unfold(gdal: Gdal, request: PixelsRequest, header: RasterHeader, to: string): Promise<void> {
  const { path, signal, scratch, onProgress } = request;
  await gdal.run({
    program: 'gdal_translate',
    args: ['-of', 'GTiff', '-co', 'INTERLEAVE=BAND', '-co', 'BIGTIFF=IF_SAFER', path, to],
    signal,
    scratch,
    timeout: timeForPixels(header),
    maxFileBytes: 2 * pixelBytes(header) + 64 * MEGABYTE,
    ...(onProgress && { onProgress }),
    failure: UNDECODABLE,
  });
}

function withPixels(band: HeaderBand, pixels: HeaderBand | undefined): HeaderBand {
  return { ...band, checksum: pixels?.checksum ?? null, statistics: pixels?.statistics ?? band.statistics };
}
