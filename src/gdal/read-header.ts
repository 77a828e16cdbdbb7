import { parseGdalinfo, type RasterHeader } from '../geo/gdalinfo.ts';
import { FaultError } from '../plan/fault.ts';
import type { Gdal, GdalRun } from './gdal.ts';

export interface HeaderRequest extends Pick<GdalRun, 'signal' | 'scratch' | 'config' | 'drivers' | 'memoryBytes'> {
  path: string;
  /** Read every pixel: checksums find what headers do not show. Takes as long as decoding each band once. */
  checksum?: boolean;
  /** Milliseconds; default one minute, which is ample for headers alone. */
  timeout?: number;
}

/**
 * A raster's header by gdalinfo.
 * @throws FaultError `raster_unreadable`, or the causes of `Gdal.run`
 */
export async function readHeader(gdal: Gdal, request: HeaderRequest): Promise<RasterHeader> {
  const { path, checksum, timeout = 60_000, ...run } = request;
  const failure = {
    code: 'raster_unreadable',
    message: 'The raster could not be opened, so its header is damaged; export it anew and upload it again.',
  };
  const args = ['-json', ...(checksum ? ['-checksum'] : []), path];
  const { stdout } = await gdal.run({ ...run, program: 'gdalinfo', args, timeout, failure });
  try {
    return parseGdalinfo(stdout);
  } catch (cause) {
    throw new FaultError(failure, { cause });
  }
}
