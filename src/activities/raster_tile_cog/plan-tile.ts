import { hash } from 'node:crypto';
import { cogLayout } from '../../geo/cog-layout.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { PixelWindow } from '../../geo/pixels/pixel-windows.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import { FaultError } from '../../plan/fault.ts';
import { canonicalJson } from '../../plan/json.ts';
import { storedBytes } from '../raster/mosaic-header.ts';
import type { CogJob } from '../raster_cog/activity.ts';
import { type MaskPlan, planMask } from '../raster_cog/mask-nodata.ts';
import { planConversion } from '../raster_cog/plan-product.ts';
import type { RasterTileCogInput } from './contract.ts';

export interface TileConversion {
  window: PixelWindow;
  /** Of the raster that the window is of. */
  whole: RasterHeader;
  /** What the source says of a raster that is the window alone. */
  own: RasterHeader;
  /** As of such a raster. */
  plan: MaskPlan;
}

/**
 * How the tile is made: as the whole would be, which is judged by the same gate.
 * @throws FaultError `window_outside_raster`, and every reason for which the raster is refused
 */
export async function planTile(job: CogJob, input: RasterTileCogInput, whole: RasterHeader): Promise<TileConversion> {
  const { window, source } = input;
  requireInside(window, whole);
  const layout = cogLayout(window, input.overview_levels ?? 0);
  const { container_name, blob_name, etag, mosaic } = source;
  const pinned = {
    source: { container_name, blob_name, etag, size: source.size },
    window: { ...window },
    overviews: layout.overviews.length,
  };
  const sha256 = hash('sha256', canonicalJson({ ...pinned, ...(mosaic && { mosaic }) }));
  const size = mosaic ? storedBytes(mosaic) : source.size;
  const planned = await planConversion(job, whole, { size, sha256 });
  const own = { ...planned.header, ...partOf(planned.header, window) };
  const plan = planMask({ ...planned, header: own });
  return {
    window,
    whole,
    own,
    plan: {
      ...plan,
      ...layout,
      // What the window is staged as has one.
      place: null,
      pixel_bytes: pixelBytes(own),
    },
  };
}

/** Statistics that the source brings are of all its pixels. */
function partOf({ geotransform, bands }: RasterHeader, { column, row, width, height }: PixelWindow) {
  return {
    width,
    height,
    geotransform: geotransform && shifted(geotransform, column, row),
    bands: bands.map((band) => ({ ...band, statistics: null })),
  };
}

function shifted([x0, dx, shearX, y0, shearY, dy]: Geotransform, column: number, row: number): Geotransform {
  return [x0 + column * dx + row * shearX, dx, shearX, y0 + column * shearY + row * dy, shearY, dy];
}

function requireInside({ column, row, width, height }: PixelWindow, whole: RasterHeader): void {
  if (column + width <= whole.width && row + height <= whole.height) return;
  const message = `The window of ${width} × ${height} pixels at column ${column} and row ${row} reaches beyond the raster, which has ${whole.width} × ${whole.height}.`;
  throw new FaultError({ code: 'window_outside_raster', message });
}
