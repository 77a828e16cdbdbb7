import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { FaultError } from '../../plan/fault.ts';

/** The fault of a large raster that something is to be made of which only looks at overviews. */
export function noOverviews({ width, height }: Pick<RasterHeader, 'width' | 'height'>): FaultError {
  const message = `The raster has ${width} × ${height} pixels and no overviews, without which all of it would have to be read. Make a COG of it by raster_cog first.`;
  return new FaultError({ code: 'no_overviews', message });
}
