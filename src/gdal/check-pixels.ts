import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeaderBand, RasterHeader } from '../geo/gdalinfo.ts';
import { hasOwnMask } from '../geo/own-mask.ts';
import { rasterTally, type SampleLayout } from '../geo/pixels/raster-tally.ts';
import { pixelBytes, timeForPixels } from '../geo/size.ts';
import { FaultError } from '../plan/fault.ts';
import type { Gdal } from './gdal.ts';
import { readHeader } from './read-header.ts';
import { type PixelsRequest, type ReadRaster, readPixels, UNDECODABLE } from './read-pixels.ts';
import { streamPixels } from './stream-pixels.ts';

const MEGABYTE = 1024 ** 2;
/** Above this GDAL's own loops are worth the disk that they take: ours would keep a core of the worker busy for long. */
const LARGE = 256 * MEGABYTE;
/** gdalinfo reads every pixel once more for statistics. */
const LARGE_FOR_STATISTICS = 1024 * MEGABYTE;

/**
 * What `readPixels` gives of a local raster, and as quick as can be: of a large one by gdalinfo, and without statistics where it is
 * very large, brings some along (which gdalinfo would take for its own) or has a mask (which it would pass over).
 *
 * gdalinfo goes band by band, and where a compressed block holds all bands it decodes each block once for every band: 8 bands
 * of 1 GB take 30 s. Writing the bands out one after the other first takes 5 s, and `scratchBytes` of disk for as long.
 * @param large bytes of pixels above which it is gdalinfo that reads them
 * @throws FaultError `raster_unreadable`, or the causes of `Gdal.run`
 */
export async function checkPixels(gdal: Gdal, request: PixelsRequest, large = LARGE): Promise<ReadRaster> {
  const { path, signal, scratch } = request;
  const header = await readHeader(gdal, { path, signal, scratch });
  if (pixelBytes(header) <= large) return readPixels(gdal, request);
  const isNew = header.bands.every((band) => band.statistics === null && !band.hasMask);
  const statistics = request.statistics && isNew && pixelBytes(header) <= LARGE_FOR_STATISTICS;
  const pixels = await readByGdalinfo(gdal, { ...request, statistics }, header);
  if (pixels.bands.some(({ checksum }) => checksum === -1)) throw new FaultError(UNDECODABLE);
  if (statistics && pixels.bands.some(isUncounted)) return readPixels(gdal, request);
  const bands = header.bands.map((band, index) => ({
    ...band,
    checksum: pixels.bands[index]?.checksum ?? null,
    statistics: statistics ? (pixels.bands[index]?.statistics ?? null) : null,
  }));
  return { ...header, bands, maskChecksum: await checkMask(gdal, request, header) };
}

/** GDAL's own sums end where the square of a double is beyond one. */
const isUncounted = ({ type, statistics }: HeaderBand): boolean => type === 'Float64' && statistics === null;

/** The scratch that `checkPixels` takes for a while, in bytes. */
export function scratchBytes(header: RasterHeader): number {
  return isFolded(header) && pixelBytes(header) > LARGE ? pixelBytes(header) + MEGABYTE : 0;
}

async function readByGdalinfo(gdal: Gdal, request: PixelsRequest, header: RasterHeader): Promise<RasterHeader> {
  const { path, statistics, signal, scratch } = request;
  const read = { signal, scratch, checksum: true, statistics, timeout: timeForPixels(header) };
  if (!isFolded(header)) return readHeader(gdal, { ...read, path });
  const unfolded = join(scratch, 'unfolded.tif');
  try {
    await unfold(gdal, request, header, unfolded);
    return await readHeader(gdal, { ...read, path: unfolded });
  } finally {
    await rm(unfolded, { force: true });
  }
}

/** A mask would stay behind, and the statistics be of other pixels. */
function isFolded(header: RasterHeader): boolean {
  if (header.bands.some(({ hasMask }) => hasMask)) return false;
  return header.interleave === 'PIXEL' && header.bands.length > 1;
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

const MASK: SampleLayout = { type: 'Byte', bands: ['mask,1'], mask: -1 };

/** The checksum of the mask of the dataset; null where it has none, or an alpha band has it. */
async function checkMask(gdal: Gdal, request: PixelsRequest, header: RasterHeader): Promise<number | null> {
  if (!hasOwnMask(header.bands)) return null;
  const { path, signal, scratch } = request;
  const { width, height } = header;
  const window = { column: 0, row: 0, width, height };
  const tally = rasterTally({ width, bands: [] }, MASK, { checksums: true, statistics: false });
  await streamPixels(gdal, {
    ...{ path, signal, scratch, type: MASK.type, bands: MASK.bands, window },
    timeout: timeForPixels(header),
    failure: UNDECODABLE,
    onPixels: (values, first) => tally.add(values, window, first),
  });
  return tally.checksums[0] ?? null;
}
