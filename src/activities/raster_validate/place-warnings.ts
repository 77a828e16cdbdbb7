import type { PlacedExtent } from '../../gdal/wgs84-extent.ts';
import { areaOfUse } from '../../geo/area-of-use.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { Bounds, RasterFinding, RasterWarning } from '../../geo/raster.ts';

type Crs = NonNullable<RasterHeader['crs']>;

/** What is odd, but not wrong, about where a raster lies. */
export function placeWarnings(own: Crs | null, used: Crs, extent: PlacedExtent): RasterWarning[] {
  return [overridden(own, used), ambiguous(used), partlyOff(extent, used), outsideUse(extent.bbox, used)].filter(
    (warning) => warning !== undefined,
  );
}

function overridden(own: Crs | null, used: Crs): RasterWarning | undefined {
  if (!own || own === used || (own.epsg !== null && own.epsg === used.epsg)) return undefined;
  return { code: 'crs_overridden', message: `The raster says ${own.name}; ${used.name} is used, as declared.` };
}

/** Without a known datum a place may be off by hundreds of metres, and nobody can tell. */
function ambiguous({ epsg, name, wkt2 }: Crs): RasterWarning | undefined {
  const datum = /(?:DATUM|ENSEMBLE)\["([^"]*)"/.exec(wkt2)?.[1] ?? '';
  if (epsg !== null || !/^(D_)?(unknown|unnamed|not.specified|user.defined)/i.test(datum)) return undefined;
  const message = `The coordinate reference system ${name} has the datum ${datum}, which nobody can relate to another: places may be off by hundreds of metres; declare the right one as input_crs.`;
  return { code: 'ambiguous_crs', message };
}

/** Degrees; some ten metres, within which the datums of today agree. */
const SAME_PLACE = 1e-4;

/**
 * Why a declared CRS is refused: the raster's own can be right, since the raster lies where that is used, and the declared one
 * would put it elsewhere. A CRS that cannot be right, or means the same place, may be replaced.
 * @param ownExtent undefined where the raster lies nowhere in its own CRS
 */
export function contradiction(
  { own, declared }: { own: Crs; declared: Crs },
  ownExtent: PlacedExtent | undefined,
  extent: PlacedExtent,
): RasterFinding | undefined {
  if (!ownExtent?.whole) return undefined;
  const use = areaOfUse(own);
  if (!use || !overlaps(ownExtent.bbox, use)) return undefined;
  const apart = ownExtent.bbox.some((side, index) => Math.abs(side - (extent.bbox[index] ?? 0)) > SAME_PLACE);
  if (!apart) return undefined;
  const message = `The raster says that it is in ${own.name}, where its bounds make sense, and input_crs ${declared.name} would put it elsewhere; leave input_crs out, or correct the raster (gdal_edit.py -a_srs) if its own is wrong.`;
  return { code: 'crs_contradicted', message };
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
