import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mosaicVrt } from '../../geo/mosaic-vrt.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { PRODUCT_TILE, pixelBytes, timeForPixels } from '../../geo/size.ts';
import { explainUnreadable } from '../raster_cog/convert.ts';
import { requireSpace } from '../raster_cog/scratch-space.ts';
import type { TileJob } from './activity.ts';
import type { TileConversion } from './plan-tile.ts';

const MEGABYTE = 1024 ** 2;
/** Of the rows of blocks that a window takes each lies in one piece: little is read beyond its end. */
const CHUNK_SIZE = String(256 * 1024);
const BLOCKS = ['TILED=YES', `BLOCKXSIZE=${PRODUCT_TILE}`, `BLOCKYSIZE=${PRODUCT_TILE}`, 'BIGTIFF=IF_SAFER'];

export interface StagedWindow {
  /** The pixels alone. */
  pixels: string;
  /** A virtual raster of them, with all that the source says of them. */
  path: string;
  size: number;
  sha256: string;
}

/**
 * Decodes the window once, by ranged reads, into a plain TIFF: the COG driver goes over its source twice, and verification once more.
 * GDAL 3.6 leaves the units of bands behind where it reads a window, so that what the source says of itself is put around the pixels anew.
 * @throws FaultError `raster_unreadable`, `conversion_failed`, or the causes of `Gdal.run`
 */
export async function stageWindow(
  { store, gdal, input, signal, scratch, pulse }: TileJob,
  { window, whole, plan }: TileConversion,
): Promise<StagedWindow> {
  const staged = join(scratch, 'window.tif');
  const bytes = pixelBytes(plan.header);
  await requireSpace(scratch, 1.1 * bytes + 64 * MEGABYTE);
  const { path, config } = await store.gdalSource(input.source);
  await gdal
    .run({
      program: 'gdal_translate',
      args: [
        ...['-of', 'GTiff', ...BLOCKS.flatMap((option) => ['-co', option]), '-nogcp'],
        ...['-srcwin', ...[window.column, window.row, window.width, window.height].map(String)],
        ...[path, staged],
      ],
      // A mask beside the file would not be looked for.
      config: { ...config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE, GDAL_TIFF_INTERNAL_MASK: 'YES' },
      signal,
      scratch,
      timeout: timeForPixels(whole),
      maxFileBytes: 2 * bytes + 64 * MEGABYTE,
      onProgress: pulse.phase(2, 30),
      failure: { code: 'conversion_failed', message: 'GDAL could not read the window of the raster.' },
    })
    .catch((error: unknown) => Promise.reject(explainUnreadable(error)));
  const described = join(scratch, 'window.vrt');
  const { header } = plan;
  const own = { ...header, crs: whole.crs?.wkt2 ?? null, geotransform: header.geotransform as Geotransform };
  const part = { name: 'window.tif', window: { ...window, column: 0, row: 0 } };
  await writeFile(described, mosaicVrt({ ...own, parts: [part] }), { mode: 0o600 });
  return { pixels: staged, path: described, size: (await stat(staged)).size, sha256: plan.tag.source_sha256 };
}
