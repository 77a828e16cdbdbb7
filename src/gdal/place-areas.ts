import type { Position, Wgs84Extent } from '../geo/footprint.ts';
import { doTouch } from '../geo/valid-area/geometry.ts';
import { placeAreas } from '../geo/valid-area/place.ts';
import { alongPole, enclosedPoles, type Pole, withFeet } from '../geo/valid-area/poles.ts';
import type { Area } from '../geo/valid-area/trace.ts';
import type { Gdal, GdalRun } from './gdal.ts';
import { transformPoints } from './transform-points.ts';

/**
 * Where areas in a CRS lie on the globe: all rings in one go, since starting GDAL takes longer than its sums.
 * @param poles those that are a point in the CRS
 * @returns undefined where a point has no place, or the outlines are not valid once degrees are rounded
 */
export async function placeOnGlobe(
  gdal: Gdal,
  wkt2: string,
  areas: readonly Area[],
  poles: readonly Pole[],
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<Wgs84Extent | undefined> {
  const inCrs = areas.map((area) => area.map((ring) => withFeet(ring, poles)));
  const placed = await transformPoints(gdal, wkt2, 'EPSG:4326', inCrs.flat(2), run);
  if (placed.some((point) => point === undefined)) return undefined;
  let next = 0;
  const onGlobe = inCrs.map((area) =>
    area.map((ring) =>
      ring.map(() => {
        next += 1;
        const [lon, lat] = placed[next - 1] as Position;
        // Pixels of which the middle is on a pole reach over it.
        return [lon, Math.max(-90, Math.min(90, lat))] as Position;
      }),
    ),
  );
  const enclosed = inCrs.map((area, at) =>
    area.map((ring, index) => enclosedPoles(ring, onGlobe[at]?.[index] ?? [], poles)),
  );
  const extent = placeAreas(
    onGlobe.map((area) => area.map((ring) => poles.reduce((each, { latitude }) => alongPole(each, latitude), ring))),
    enclosed,
  );
  if (!extent) return undefined;
  const { type, coordinates } = extent.geometry;
  return doTouch(type === 'Polygon' ? coordinates : coordinates.flat()) ? undefined : extent;
}
