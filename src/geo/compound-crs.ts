import { sameCrs } from './crs-difference.ts';
import { crsName, type RasterHeader } from './gdalinfo.ts';
import type { RasterFinding } from './raster.ts';

/**
 * Why a CRS with heights is not given to a raster: GDAL takes the unit of heights for that of every band. One that has it already keeps it.
 * @param own of the raster
 */
export function compoundFinding(
  wanted: NonNullable<RasterHeader['crs']>,
  own: RasterHeader['crs'],
): RasterFinding | undefined {
  const [, parts] = /^COMPOUNDCRS\["(?:[^"]|"")*",([\s\S]*)/.exec(wanted.wkt2) ?? [];
  if (parts === undefined || sameCrs(wanted, own)) return undefined;
  const message = `The coordinate reference system ${wanted.name} is a compound one, of places and heights, and a raster has only the place of it; give the code of the horizontal one alone, which is ${crsName(parts)}.`;
  return { code: 'unsupported_crs', message };
}
