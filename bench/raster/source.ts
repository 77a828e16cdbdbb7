import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SOURCE_IMAGE } from '../../src/main/demo/rasters.ts';
import { gdal } from '../../tests/integration/support/rasters.ts';
import { ROOT } from '../../tests/support/stack.ts';

/** A raster to be measured with: bands of 16 bits. */
export interface Shape {
  width: number;
  height: number;
  bands: number;
}

export const ONE_GIGABYTE: Shape = { width: 8192, height: 8192, bands: 8 };

/**
 * NASA's Blue Marble, enlarged by cubic resampling, its three bands in turn, each with a scale of its own: pixels that compress
 * as those of a satellite do, in a GeoTIFF with tiles and no compression, which is as large as its pixels.
 */
export async function makeSource(folder: string, { width, height, bands }: Shape): Promise<string> {
  const picture = join(folder, 'picture.vrt');
  const stacked = join(folder, 'stacked.vrt');
  const path = join(folder, 'source.tif');
  const each = Array.from({ length: bands }, (_, index) => index);
  const scales = each.flatMap((index) => [`-scale_${index + 1}`, '0', '255', '0', String(8_000 + 5_000 * index)]);
  const chosen = each.flatMap((index) => ['-b', String((index % 3) + 1)]);
  await gdal('gdal_translate', '-q', '-of', 'VRT', ...PLACE, ...chosen, join(ROOT, SOURCE_IMAGE), picture);
  // Colours are of three bands; of eight they would say something that is not so.
  await writeFile(picture, (await readFile(picture, 'utf8')).replace(/<ColorInterp>.*?<\/ColorInterp>/g, ''));
  const larger = ['-outsize', String(width), String(height), '-r', 'cubic'];
  await gdal('gdal_translate', '-q', '-of', 'VRT', '-ot', 'UInt16', ...scales, ...larger, picture, stacked);
  const tiled = ['-co', 'TILED=YES', '-co', 'BLOCKXSIZE=512', '-co', 'BLOCKYSIZE=512', '-co', 'BIGTIFF=IF_SAFER'];
  await gdal('gdal_translate', '-q', ...tiled, '--config', 'GDAL_CACHEMAX', '512', stacked, path);
  return path;
}

const PLACE = ['-a_srs', 'EPSG:4326', '-a_ullr', '-180', '90', '180', '-90'];
