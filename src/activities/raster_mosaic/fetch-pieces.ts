import { join } from 'node:path';
import { readPixels, type TalliedRaster, UNDECODABLE } from '../../gdal/read-pixels.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { MosaicPart } from '../../geo/mosaic-vrt.ts';
import { pixelBytes, timeForPixels } from '../../geo/size.ts';
import { FaultError } from '../../plan/fault.ts';
import { PLAIN_BLOCKS } from '../raster/read-window.ts';
import { requireUnchanged } from '../raster/require-unchanged.ts';
import { sideBySide } from '../raster/side-by-side.ts';
import type { MosaicJob } from './activity.ts';

const MEGABYTE = 1024 ** 2;
const CHUNK_SIZE = String(256 * 1024);

type Tile = MosaicJob['input']['tiles'][number];

/** One overview of a tile, in scratch, and where it lies in that of the whole. */
export interface Piece extends MosaicPart {
  /** Its checksums are what it adds to those of the whole overview. */
  header: TalliedRaster;
}

/** @throws FaultError `incomplete_tiles`, `source_changed`, `raster_unreadable` */
export function fetchPieces(job: MosaicJob, grid: RasterHeader): Promise<Piece[]> {
  const { tiles } = job.input;
  return sideBySide(tiles, { signal: job.signal, onProgress: job.pulse.phase(5, 60) }, (tile, index, signal) =>
    fetchPiece({ ...job, signal }, grid, tile, `piece-${index}.tif`),
  );
}

async function fetchPiece(job: MosaicJob, grid: RasterHeader, tile: Tile, name: string): Promise<Piece> {
  const { store, gdal, signal, scratch, input } = job;
  const levels = input.overview_levels;
  const [width, height] = tile.overview_sizes[levels - 1] ?? [0, 0];
  const window = { column: tile.window.column >> levels, row: tile.window.row >> levels, width, height };
  requireFitting(tile, window, levels);
  await requireUnchanged(store, tile, signal);
  const { path, config } = await store.gdalSource(tile);
  const piece = join(scratch, name);
  await gdal.run({
    program: 'gdal_translate',
    args: [
      ...['-q', '-of', 'GTiff', ...PLAIN_BLOCKS.flatMap((option) => ['-co', option])],
      ...['-oo', `OVERVIEW_LEVEL=${levels - 1}`, path, piece],
    ],
    config: { ...config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE, GDAL_TIFF_INTERNAL_MASK: 'YES' },
    signal,
    scratch,
    timeout: timeForPixels(grid),
    maxFileBytes: 2 * pixelBytes({ ...grid, width, height }) + 64 * MEGABYTE,
    failure: UNDECODABLE,
  });
  const within = { column: window.column, row: window.row, width: grid.width };
  return { name, window, header: await readPixels(gdal, { path: piece, signal, scratch, statistics: false, within }) };
}

/** Halved as the raster is, each tile by itself: then they lie side by side. */
function requireFitting(tile: Tile, { width, height }: MosaicPiece, levels: number): void {
  const halved = (length: number) => Math.max(1, length >> levels);
  if (width === halved(tile.window.width) && height === halved(tile.window.height)) return;
  const message = `The tile ${tile.id} has no overview that is halved ${levels} times. Make it with the overview_levels of the plan.`;
  throw new FaultError({ code: 'incomplete_tiles', message });
}

type MosaicPiece = MosaicPart['window'];
