import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ProductPlan } from '../../../src/activities/raster_cog/plan-product.ts';
import type { ReprojectJob } from '../../../src/activities/raster_reproject/activity.ts';
import { planWarp } from '../../../src/activities/raster_reproject/plan-warp.ts';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { DEFAULT_LIMITS } from '../../../src/geo/gate.ts';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import { execute, searchPath, temporaryFolder } from '../gdal/support/fixtures.ts';

/** A plan for 400 × 400 pixels between two corners: upper left, lower right. */
async function planned(t: TestContext, crs: string, corners: readonly number[], target_crs: string) {
  const scratch = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 1, cacheMegabytes: 64 });
  const wkt = (await execute('gdalsrsinfo', ['-o', 'wkt2_2019', '--single-line', crs])).stdout.trim();
  const [west = 0, north = 0, east = 0, south = 0] = corners;
  const info = {
    size: [400, 400],
    coordinateSystem: { wkt },
    geoTransform: [west, (east - west) / 400, 0, north, 0, (south - north) / 400],
    bands: [{ band: 1, block: [256, 256], type: 'Byte', colorInterpretation: 'Gray' }],
  };
  const header = parseGdalinfo(JSON.stringify(info));
  const signal = new AbortController().signal;
  const job = { gdal, signal, scratch, limits: DEFAULT_LIMITS, input: { target_crs } } as unknown as ReprojectJob;
  return planWarp(job, { header, crs: null, nodata: null, raster_class: 'continuous' } as unknown as ProductPlan);
}

const GEOS = '+proj=geos +h=35785831 +lon_0=0 +datum=WGS84';
const POLAR = [-3e6, 3e6, 3e6, -3e6];

const sound: [string, string, number[], string, [number, number, number, number] | null][] = [
  ['a scene', 'EPSG:32631', [500000, 5000000, 540000, 4960000], 'EPSG:4326', null],
  ['a full disk seen by a satellite', GEOS, [-5568748, 5568748, 5568748, -5568748], 'EPSG:4326', null],
  ['a part of its limb', GEOS, [2e6, 5568748, 5568748, 2e6], 'EPSG:4326', null],
  ['the north pole', 'EPSG:3413', POLAR, 'EPSG:4326', null],
  ['0 to 360 between the poles', 'EPSG:4326', [0, 60, 360, -60], 'EPSG:3857', null],
  ['0 to 360 with the poles', 'EPSG:4326', [0, 90, 360, -90], 'EPSG:3857', [-2.004e7, -2.005e7, 2.004e7, 2.005e7]],
  ['the globe', 'EPSG:4326', [-180, 90, 180, -90], 'EPSG:3857', [-2.004e7, -2.005e7, 2.004e7, 2.005e7]],
  ['the south pole', 'EPSG:3031', POLAR, 'EPSG:3857', [-2.004e7, -2.005e7, 2.004e7, -6.86e6]],
];
for (const [what, crs, corners, target, cut] of sound) {
  test(`${what} can be warped to ${target}${cut ? ', cut to what that is made for' : ''}`, async (t) => {
    const { extent, warnings, resolution, expected } = await planned(t, crs, corners, target);
    assert.equal(extent === null, cut === null);
    for (const [at, side] of (extent ?? []).entries()) assert.ok(Math.abs(side - (cut?.[at] ?? 0)) < 1e5, `${extent}`);
    assert.deepEqual(
      warnings.map(({ code }) => code),
      cut ? ['cut_to_crs'] : [],
    );
    assert.equal(resolution === null, cut === null);
    const diagonal = Math.hypot(expected.width, expected.height);
    assert.ok(Math.abs(diagonal - Math.hypot(400, 400)) < 3, `${expected.width} × ${expected.height}`);
  });
}

const unsound: [string, string, number[], string, string, RegExp][] = [
  [
    'a scene across the antimeridian',
    'EPSG:32660',
    [600000, 2200000, 1e6, 1800000],
    'EPSG:4326',
    'crosses_antimeridian',
    /of which about \d+ % held data/,
  ],
  [
    'degrees across the antimeridian',
    'EPSG:4326',
    [160, 60, 200, -60],
    'EPSG:3857',
    'crosses_antimeridian',
    /of which about 1\d % held data/,
  ],
  [
    'what lies off the globe',
    GEOS,
    [5e6, 5.5e6, 5.5e6, 5e6],
    'EPSG:4326',
    'bounds_outside_crs',
    /has no place in WGS 84/,
  ],
];
for (const [what, crs, corners, target, code, says] of unsound) {
  test(`${what} is refused for ${target}`, async (t) => {
    await assert.rejects(planned(t, crs, corners, target), (error: unknown) => {
      assert.ok(error instanceof FaultError, String(error));
      assert.equal(error.fault.code, code);
      assert.match(error.message, says);
      return true;
    });
  });
}
