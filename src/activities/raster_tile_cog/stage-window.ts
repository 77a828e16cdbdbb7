import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mosaicVrt } from '../../geo/mosaic-vrt.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import { readWindow } from '../raster/read-window.ts';
import { stageFiles } from '../raster/stage-files.ts';
import { maskNodata } from '../raster_cog/mask-nodata.ts';
import { requireSpace } from '../raster_cog/scratch-space.ts';
import type { TileJob } from './activity.ts';
import type { TileConversion } from './plan-tile.ts';

const MEGABYTE = 1024 ** 2;

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
 * What the source says of itself is put around the pixels anew.
 * @throws FaultError of `readWindow` or `stageFiles`
 */
export async function stageWindow(job: TileJob, { window, whole, own, plan }: TileConversion): Promise<StagedWindow> {
  const { input, scratch, pulse } = job;
  const staged = join(scratch, 'window.tif');
  const bytes = pixelBytes(plan.header);
  await requireSpace(scratch, 1.1 * bytes + 64 * MEGABYTE);
  const onProgress = pulse.phase(2, 30);
  const { mosaic } = input.source;
  if (mosaic) {
    const compareCrs = !input.input_crs;
    await stageFiles(job, { mosaic, header: own, window, compareCrs, path: staged, onProgress });
  } else await readWindow(job, { blob: input.source, header: whole, window, path: staged, onProgress });
  const { header, maskOf } = plan;
  const decoded = { path: staged, size: (await stat(staged)).size };
  const { path: pixels, size } = maskOf ? await maskNodata(job, decoded, header, maskOf) : decoded;
  const described = join(scratch, 'window.vrt');
  const about = { ...header, crs: whole.crs?.wkt2 ?? null, geotransform: header.geotransform as Geotransform };
  const part = { name: basename(pixels), window: { ...window, column: 0, row: 0 } };
  await writeFile(described, mosaicVrt({ ...about, parts: [part] }), { mode: 0o600 });
  return { pixels, path: described, size, sha256: plan.tag.source_sha256 };
}
