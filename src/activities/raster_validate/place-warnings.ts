import type { PlacedExtent } from '../../gdal/wgs84-extent.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { Bounds, RasterWarning } from '../../geo/raster.ts';
import { isJsonObject } from '../../plan/json.ts';

type Crs = NonNullable<RasterHeader['crs']>;

/** What is odd, but not wrong, about where a raster lies. */
export function placeWarnings(own: Crs | null, used: Crs, extent: PlacedExtent): RasterWarning[] {
  return [overridden(own, used), partlyOff(extent, used), outsideUse(extent.bbox, used)].filter(
    (warning) => warning !== undefined,
  );
}

function overridden(own: Crs | null, used: Crs): RasterWarning | undefined {
  if (!own || own === used || (own.epsg !== null && own.epsg === used.epsg)) return undefined;
  return { code: 'crs_overridden', message: `The raster says ${own.name}; ${used.name} is used, as declared.` };
}

function partlyOff({ whole }: PlacedExtent, used: Crs): RasterWarning | undefined {
  if (whole) return undefined;
  const message = `A part of the raster lies where ${used.name} has no place on the globe; its footprint is the box around the rest.`;
  return { code: 'partly_outside_crs', message };
}

function outsideUse(bbox: Bounds, used: Crs): RasterWarning | undefined {
  const use = areaOfUse(used);
  if (!use || overlaps(bbox, use)) return undefined;
  const message = `The raster lies wholly outside the area that ${used.name} is made for (${use.join(', ')}); check that the coordinate reference system is the right one.`;
  return { code: 'outside_area_of_use', message };
}

function areaOfUse({ projjson }: Crs): Bounds | undefined {
  const bbox = projjson?.bbox;
  if (!isJsonObject(bbox)) return undefined;
  const sides = [bbox.west_longitude, bbox.south_latitude, bbox.east_longitude, bbox.north_latitude];
  return sides.every((side) => typeof side === 'number') ? (sides as Bounds) : undefined;
}

function overlaps([west, south, east, north]: Bounds, [useWest, useSouth, useEast, useNorth]: Bounds): boolean {
  if (north < useSouth || south > useNorth) return false;
  const spans = (from: number, to: number) =>
    from <= to
      ? [[from, to]]
      : [
          [from, 180],
          [-180, to],
        ];
  return spans(west, east).some(([a = 0, b = 0]) => spans(useWest, useEast).some(([c = 0, d = 0]) => a <= d && c <= b));
}
