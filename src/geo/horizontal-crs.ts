import { sameCrs } from './crs-difference.ts';
import { placeableFinding } from './gate.ts';
import { crsName, type RasterHeader } from './gdalinfo.ts';
import type { RasterFinding } from './raster.ts';

type Crs = NonNullable<RasterHeader['crs']>;

/**
 * Why a CRS is not given to a raster: it gives no place on a map, or heights besides, and GDAL takes the unit of those for that of every
 * band. A raster that has one with heights already keeps it.
 * @param own of the raster
 */
export function horizontalFinding(wanted: Crs, own: RasterHeader['crs']): RasterFinding | undefined {
  return placeableFinding({ crs: wanted }) ?? (sameCrs(wanted, own) ? undefined : heightsFinding(wanted));
}

function heightsFinding({ name, wkt2 }: Crs): RasterFinding | undefined {
  const [, parts] = /^COMPOUNDCRS\["(?:[^"]|"")*",([\s\S]*)/.exec(wkt2) ?? [];
  if (parts !== undefined) {
    const message = `The coordinate reference system ${name} is a compound one, of places and heights, and a raster has only the place of it; give the code of the horizontal one alone, which is ${crsName(parts)}.`;
    return { code: 'unsupported_crs', message };
  }
  if (!/\bCS\[\w+,3\]/.test(wkt2)) return undefined;
  const message = `The coordinate reference system ${name} has three axes, the third of heights, and a raster has only the place of it; give the code of the one with two axes (of WGS 84 that is EPSG:4326).`;
  return { code: 'unsupported_crs', message };
}
