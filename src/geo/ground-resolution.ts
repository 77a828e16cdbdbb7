import type { Bounds } from './raster.ts';

/** WGS 84's mean radius. */
const METRES_PER_DEGREE = 111_195;

interface Grid {
  resolution: [number, number];
  crs: { wkt2: string };
  bbox_wgs84: Bounds;
}

/**
 * The mean of a pixel's width and height on the ground, in metres; of a geographic CRS, in the middle of the raster.
 * @returns null for a CRS whose unit is not known
 */
export function groundResolution({ resolution: [dx, dy], crs, bbox_wgs84 }: Grid): number | null {
  const metres = metresPerUnit(crs.wkt2);
  if (metres !== null) return significant(((dx + dy) / 2) * metres);
  if (!/^GEO(G|D)CRS\[/.test(crs.wkt2) || !/ANGLEUNIT\["degree"/.test(crs.wkt2)) return null;
  const middle = ((bbox_wgs84[1] + bbox_wgs84[3]) / 2) * (Math.PI / 180);
  return significant(((dx * Math.cos(middle) + dy) / 2) * METRES_PER_DEGREE);
}

/** The unit of a projected coordinate system, null of another: in WKT 2 the last LENGTHUNIT after CS[Cartesian…]. */
export function metresPerUnit(wkt2: string): number | null {
  const [, axes] = wkt2.split(/CS\[Cartesian,\d\]/);
  const unit = /LENGTHUNIT\["[^"]*",([\d.eE+-]+)/.exec(axes ?? '')?.[1];
  return unit === undefined ? null : Number(unit);
}

/** Nobody knows it any better. */
export const significant = (metres: number): number => Number(metres.toPrecision(6));
