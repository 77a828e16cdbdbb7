import type { RasterHeader } from '../geo/gdalinfo.ts';
import { type BandTally, statisticsOf } from '../geo/pixels/band-tally.ts';
import { type PixelWindow, pixelWindows } from '../geo/pixels/pixel-windows.ts';
import { rasterTally, sampleLayout } from '../geo/pixels/raster-tally.ts';
import { timeForPixels } from '../geo/size.ts';
import type { Gdal, GdalRun } from './gdal.ts';
import { pixelDigest } from './pixel-digest.ts';
import { readHeader } from './read-header.ts';
import { streamPixels } from './stream-pixels.ts';

export interface PixelsRequest extends Pick<GdalRun, 'signal' | 'scratch' | 'config'> {
  path: string;
  /** Compute exact statistics besides checksums, on the same way. */
  statistics: boolean;
  /** And what `digestPixels` gives. */
  digest?: boolean;
  /** Where it lies in a larger raster, whose width that is: checksums are then what its pixels add to those of that one. */
  within?: { column: number; row: number; width: number };
  onProgress?: (percent: number) => void;
}

/** A header with what its pixels come to: a checksum of every band, and statistics where they were asked for. */
export interface ReadRaster extends RasterHeader {
  /** GDAL's checksum of the mask of the dataset; null where it has none, or an alpha band has it. */
  maskChecksum: number | null;
}

export interface TalliedRaster extends ReadRaster {
  /** Of each band's valid pixels; without statistics they are empty. */
  tallies: BandTally[];
  /** Where it was asked for. */
  digest: string | null;
}

/** A row of blocks of more than this leaves GDAL's cache before it is used up, so that such rasters are read by columns, too. */
const ROW_OF_BLOCKS = 128 * 1024 ** 2;
/** The failure of a source whose pixels cannot be read. */
export const UNDECODABLE = {
  code: 'raster_unreadable',
  message: 'Pixels could not be decoded, so the content is damaged; export the raster anew and upload it again.',
};

/**
 * A raster's header with a checksum of every band and of the mask, for which every pixel is decoded: once, whatever is made
 * of it, and without any disk. (gdalinfo goes band by band, and where a compressed block holds all bands it decodes each
 * block once for every band.)
 * @throws FaultError `raster_unreadable`, or the causes of `Gdal.run`
 */
export async function readPixels(gdal: Gdal, request: PixelsRequest): Promise<TalliedRaster> {
  const { path, config, statistics, signal, scratch, within, onProgress } = request;
  const run = { path, signal, scratch, ...(config && { config }) };
  const header = await readHeader(gdal, run);
  const layout = sampleLayout(header);
  const tally = rasterTally({ ...header, width: within?.width ?? header.width }, layout, {
    checksums: true,
    statistics,
  });
  const digest = request.digest ? pixelDigest(header, layout) : undefined;
  const pixels = header.width * header.height;
  let done = 0;
  for (const window of windowsOf(header)) {
    await streamPixels(gdal, {
      ...run,
      ...layout,
      window,
      timeout: timeForPixels(header),
      failure: UNDECODABLE,
      ...(digest && { onBytes: (bytes: Uint8Array) => digest.update(bytes) }),
      onPixels: (values, first) => {
        tally.add(values, within ? shifted(window, within) : window, first);
        onProgress?.((100 * (done + first + values.length / layout.bands.length)) / pixels);
      },
    });
    done += window.width * window.height;
  }
  const bands = header.bands.map((band, index) => {
    const counted = tally.tallies[index];
    return {
      ...band,
      checksum: tally.checksums[index] ?? null,
      statistics: statistics && counted ? statisticsOf(counted, pixels) : band.statistics,
    };
  });
  const { checksums, tallies } = tally;
  return {
    ...header,
    bands,
    maskChecksum: checksums[bands.length] ?? null,
    tallies,
    digest: digest?.digest('hex') ?? null,
  };
}

const shifted = (window: PixelWindow, { column, row }: { column: number; row: number }): PixelWindow => ({
  ...window,
  column: window.column + column,
  row: window.row + row,
});

/** All of it in one go where GDAL can keep a row of its blocks. */
export function windowsOf(header: RasterHeader): PixelWindow[] {
  const windows = pixelWindows(header, ROW_OF_BLOCKS);
  const { width, height } = header;
  return windows[0]?.width === width ? [{ column: 0, row: 0, width, height }] : windows;
}
