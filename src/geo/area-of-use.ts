import { isJsonObject } from '../plan/json.ts';
import type { RasterHeader } from './gdalinfo.ts';
import type { Bounds } from './raster.ts';

/** Where a CRS is made for, in degrees; undefined where it does not say. */
export function areaOfUse({ projjson }: Pick<NonNullable<RasterHeader['crs']>, 'projjson'>): Bounds | undefined {
  const bbox = projjson?.bbox;
  if (!isJsonObject(bbox)) return undefined;
  const sides = [bbox.west_longitude, bbox.south_latitude, bbox.east_longitude, bbox.north_latitude];
  return sides.every((side) => typeof side === 'number') ? (sides as Bounds) : undefined;
}
