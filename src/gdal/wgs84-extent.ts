import {
  boundaryPoints,
  extentOfBoundary,
  extentOfPoints,
  gridPoints,
  type Position,
  STEPS_PER_EDGE,
  type Wgs84Extent,
} from '../geo/footprint.ts';
import type { Bounds } from '../geo/raster.ts';
import { findPoles, pointPoles, polesWithin } from './find-poles.ts';
import type { Gdal, GdalRun } from './gdal.ts';
import { placeOnGlobe } from './place-areas.ts';
import { transformPoints } from './transform-points.ts';

export interface PlacedExtent extends Wgs84Extent {
  /** False when a part of the bounds lies off the globe; the extent is then the box around the rest. */
  whole: boolean;
}

/** Points along a side of the grid over a raster of which a part lies off the globe. */
const GRID_STEPS = 100;

/**
 * Where bounds in a CRS lie on the globe.
 * @returns undefined when no point of them lies anywhere
 */
export async function wgs84Extent(
  gdal: Gdal,
  wkt2: string,
  bounds: Bounds,
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<PlacedExtent | undefined> {
  const poles = await findPoles(gdal, wkt2, run);
  const near = pointPoles(polesWithin(poles, withMargin(bounds)));
  const ring = boundaryPoints(bounds);
  const boundary = await toWgs84(gdal, wkt2, ring, run);
  const extent = boundary.every(isPlaced)
    ? await (near.length > 0 ? placeOnGlobe(gdal, wkt2, [[ring]], near, run) : extentOfBoundary(boundary))
    : undefined;
  if (extent) return { ...extent, whole: true };
  const grid = (await toWgs84(gdal, wkt2, gridPoints(bounds, GRID_STEPS), run)).filter(isPlaced);
  if (grid.length === 0) return undefined;
  const within = polesWithin(poles, bounds);
  return {
    ...extentOfPoints(
      grid,
      within.map(({ latitude }) => latitude),
      pointPoles(within).length > 0,
    ),
    whole: false,
  };
}

/** Where a side passes a pole, it does so between two of its points. */
function withMargin([minX, minY, maxX, maxY]: Bounds): Bounds {
  const [across, up] = [(maxX - minX) / STEPS_PER_EDGE, (maxY - minY) / STEPS_PER_EDGE];
  return [minX - across, minY - up, maxX + across, maxY + up];
}

/** Longitude and latitude of each point, undefined for those off the globe. */
async function toWgs84(
  gdal: Gdal,
  wkt2: string,
  points: readonly Position[],
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<(Position | undefined)[]> {
  const placed = await transformPoints(gdal, wkt2, 'EPSG:4326', points, run);
  const onGlobe = placed.map((position) => (position && Math.abs(position[1]) <= 91 ? position : undefined));
  if (!wkt2.startsWith('PROJCRS')) return onGlobe;
  // Beside a map of the world some projections go on around the globe: who goes there does not come back.
  const back = await transformPoints(
    gdal,
    'EPSG:4326',
    wkt2,
    onGlobe.map((position) => position ?? [0, 0]),
    run,
  );
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const near = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) / STEPS_PER_EDGE;
  return onGlobe.map((position, at) => (isNear(points[at], back[at], near) ? position : undefined));
}

function isNear(one: Position | undefined, other: Position | undefined, most: number): boolean {
  return one !== undefined && other !== undefined && Math.hypot(one[0] - other[0], one[1] - other[1]) <= most;
}

const isPlaced = (position: Position | undefined): position is Position => position !== undefined;
