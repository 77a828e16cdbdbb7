import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { mosaicVrt } from '../../geo/mosaic-vrt.ts';
import type { Geotransform } from '../../geo/raster.ts';
import type { ReprojectJob } from './activity.ts';

/**
 * Puts around the warped pixels what the source says of its bands: where gdalwarp adds an alpha band it leaves behind descriptions, units
 * and tags (GDAL 3.6).
 * @returns the path of a virtual raster
 */
export async function describeWarped(
  { scratch }: Pick<ReprojectJob, 'scratch'>,
  source: RasterHeader,
  { header, path }: { header: RasterHeader; path: string },
): Promise<string> {
  const { width, height, crs, tags } = header;
  const bands = header.bands.map((band, at) => {
    const { description, unit, tags } = source.bands[at] ?? band;
    return { ...band, description, unit, tags };
  });
  const parts = [{ name: basename(path), window: { column: 0, row: 0, width, height } }];
  const geotransform = header.geotransform as Geotransform;
  const described = join(scratch, 'warped.vrt');
  await writeFile(described, mosaicVrt({ width, height, geotransform, crs: crs?.wkt2 ?? null, bands, tags, parts }), {
    mode: 0o600,
  });
  return described;
}
