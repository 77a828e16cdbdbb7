import type { Bounds, RasterWarning } from '../../geo/raster.ts';
import type { PlacedHeader } from './inspect-header.ts';

/** What is odd, but not wrong, about the grid of a raster and what comes with it. */
export function gridWarnings(header: PlacedHeader, bounds: Bounds): RasterWarning[] {
  return [beyondHalfTurn(header, bounds), rpcs(header), otherImages(header)].filter((warning) => warning !== undefined);
}

/** Grids of models run from 0 to 360, and those across the antimeridian beyond 180. */
function beyondHalfTurn({ crs, geotransform }: PlacedHeader, [west, , east]: Bounds): RasterWarning | undefined {
  if (!/^(GEOGCRS|GEODCRS)\[/.test(crs.wkt2)) return undefined;
  const slack = geotransform[1];
  if (west >= -180 - slack && east <= 180 + slack) return undefined;
  const shown = [west, east].map((side) => Number(side.toPrecision(10))).join(' to ');
  const message = `The longitudes run from ${shown}, and many readers take only -180 to 180: its footprint is placed right, and its pixels stay as they are; to have them in one turn cut the raster at 180 and shift the part beyond by 360 degrees (gdal_translate -projwin, then -a_ullr).`;
  return { code: 'longitudes_beyond_180', message };
}

function rpcs(header: PlacedHeader): RasterWarning | undefined {
  if (!header.rpcs) return undefined;
  const message =
    'The raster has rational polynomial coefficients (RPCs) beside its geotransform: it is placed by the geotransform, and not orthorectified; warp it (gdalwarp -rpc with a DEM) if the geotransform is only a rough one.';
  return { code: 'rpcs_unused', message };
}

function otherImages({ otherImages: count }: PlacedHeader): RasterWarning | undefined {
  if (count === 0) return undefined;
  const message = `The file holds ${count} more ${count === 1 ? 'image' : 'images'} than the first, and only the first is taken; upload each as a raster of its own, or as bands of one.`;
  return { code: 'other_images_ignored', message };
}
