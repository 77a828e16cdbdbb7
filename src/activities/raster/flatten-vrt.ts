import type { Gdal } from '../../gdal/gdal.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { pixelBytes, timeForPixels } from '../../geo/size.ts';
import { PLAIN_BLOCKS } from './read-window.ts';

const MEGABYTE = 1024 ** 2;

interface Flattening {
  /** A virtual raster that was written here, of nothing but what lies beside it. */
  vrt: string;
  /** Where the plain TIFF is put. */
  path: string;
  header: RasterHeader;
  /** What is told where GDAL cannot. */
  message: string;
}

/** Makes a plain TIFF, with its mask inside, of a virtual raster in scratch. @throws FaultError `conversion_failed`, or the causes of `Gdal.run` */
export async function flattenVrt(
  { gdal, signal, scratch }: { gdal: Gdal; signal: AbortSignal; scratch: string },
  { vrt, path, header, message }: Flattening,
): Promise<void> {
  await gdal.run({
    program: 'gdal_translate',
    args: ['-q', '-of', 'GTiff', ...PLAIN_BLOCKS.flatMap((option) => ['-co', option]), vrt, path],
    config: { GDAL_TIFF_INTERNAL_MASK: 'YES' },
    moreDrivers: ['VRT'],
    signal,
    scratch,
    timeout: timeForPixels(header),
    maxFileBytes: 2 * pixelBytes(header) + 64 * MEGABYTE,
    failure: { code: 'conversion_failed', message },
  });
}
