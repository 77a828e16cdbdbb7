import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { transformPoints } from '../../../src/gdal/transform-points.ts';
import { wgs84Extent } from '../../../src/gdal/wgs84-extent.ts';
import type { Footprint, Position } from '../../../src/geo/footprint.ts';
import type { Bounds } from '../../../src/geo/raster.ts';
import { doTouch, isInside } from '../../../src/geo/valid-area/geometry.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

async function placing(t: TestContext) {
  const scratch = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 1, cacheMegabytes: 64 });
  const run = { signal: new AbortController().signal, scratch };
  return {
    place: async (crs: string, bounds: Bounds) => {
      const { stdout: wkt2 } = await execute('gdalsrsinfo', ['-o', 'wkt2_2019', '--single-line', crs]);
      return (await wgs84Extent(gdal, wkt2.trim(), bounds, run)) ?? assert.fail('it lies nowhere');
    },
    transform: (from: string, to: string, points: Position[]) => transformPoints(gdal, from, to, points, run),
  };
}

const square = (half: number): Bounds => [-half, -half, half, half];
const rounded = (bbox: Bounds) => bbox.map((side) => Math.round(side * 100) / 100);
const areasOf = ({ type, coordinates }: Footprint) => (type === 'Polygon' ? [coordinates] : coordinates);
const covers = (footprint: Footprint, point: Position) =>
  areasOf(footprint).some((rings) => rings.filter((ring) => isInside(point, ring)).length % 2 === 1);

/** What reaches how far around which pole, and the box that it has. */
const POLAR: [string, Bounds, Bounds][] = [
  ['EPSG:6931', square(750_000), [-180, 80.49, 180, 90]],
  ['EPSG:6931', square(9_000_000), [-180, -84.63, 180, 90]],
  ['EPSG:6932', square(9_000_000), [-180, -90, 180, 84.63]],
  ['EPSG:3413', square(11_000_000), [-180, -13.28, 180, 90]],
  ['EPSG:3031', square(11_000_000), [-180, -90, 180, 13.11]],
  ['EPSG:3413', [-4_000_000, -3_000_000, 1_000_000, 500_000], [-180, 46.05, 180, 90]],
  // The pole on a corner, on a side, beside one, and between two points of one.
  ['EPSG:3413', [0, 0, 1_000_000, 1_000_000], [45, 77, 135, 90]],
  ['EPSG:3413', [-1_000_000, -1_000_000, 0, 1_000_000], [135, 77, -45, 90]],
  ['EPSG:3413', [1, -700_000, 1_000_000, 1_000_000], [-45, 77, 135, 90]],
  ['EPSG:3413', [-1, -700_000, 1_000_000, 1_000_000], [-180, 77, 180, 90]],
  ['EPSG:3413', [0, -700_000, 1_000_000, 1_000_000], [-45, 77, 135, 90]],
  // A zone of UTM over the pole, and a CRS in which both have their places.
  ['EPSG:32631', [100_000, 9_000_000, 900_000, 10_500_000], [-180, 80.38, 180, 90]],
  ['EPSG:3035', [421_000, -8_890_000, 8_221_000, 15_310_000], [-180, -90, 180, 90]],
];

for (const [crs, bounds, bbox] of POLAR) {
  test(`${crs} ${bounds}: the poles that lie in it are in its extent`, async (t) => {
    const { place, transform } = await placing(t);
    const extent = await place(crs, bounds);
    assert.deepEqual([extent.whole, rounded(extent.bbox)], [true, bbox]);
    const rings = areasOf(extent.geometry).flat();
    assert.equal(doTouch(rings), false);
    const globe = Array.from(
      { length: 36 * 18 },
      (_, at): Position => [-174.9 + 10 * (at % 36), -84.9 + 10 * Math.floor(at / 36)],
    );
    const placed = await transform('EPSG:4326', crs, globe);
    const [minX, minY, maxX, maxY] = bounds;
    const off = globe.filter((point, at) => {
      const [x, y] = placed[at] ?? [Number.NaN, Number.NaN];
      const isIn = x > minX && x < maxX && y > minY && y < maxY;
      return isIn !== covers(extent.geometry, point);
    });
    assert.ok(off.length < globe.length / 20, `${off.length} of ${globe.length} points: ${off.slice(0, 5).join(' ')}`);
  });
}

test('where corners lie off the globe, the box reaches to the poles within, and all around them', async (t) => {
  const { place } = await placing(t);
  const boxes: [string, Bounds, Bounds][] = [
    ['EPSG:6931', square(11_000_000), [-180, -90, 180, 90]],
    ['EPSG:8857', [-17_300_000, -8_400_000, 17_300_000, 8_400_000], [-180, -90, 180, 90]],
    ['ESRI:54008', [-20_037_500, -10_002_000, 20_037_500, 10_002_000], [-180, -90, 180, 90]],
    ['+proj=geos +h=35785831 +lon_0=140.7 +datum=WGS84', square(5_500_000), [60, -81, -139, 81]],
  ];
  for (const [crs, bounds, bbox] of boxes) {
    const extent = await place(crs, bounds);
    assert.equal(extent.whole, false);
    assert.ok(
      extent.bbox.every((side, at) => Math.abs(side - (bbox[at] ?? 0)) < 4),
      `${crs}: ${extent.bbox}`,
    );
  }
});
