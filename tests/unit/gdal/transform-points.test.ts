import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { transformPoints } from '../../../src/gdal/transform-points.ts';
import type { Position } from '../../../src/geo/footprint.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import { searchPath, temporaryFolder } from './support/fixtures.ts';

async function transforming(t: TestContext) {
  const scratch = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 1, cacheMegabytes: 64 });
  const signal = new AbortController().signal;
  return (from: string, to: string, points: Position[]) => transformPoints(gdal, from, to, points, { signal, scratch });
}

test('points come back in their order, undefined where they have no place', async (t) => {
  const transform = await transforming(t);
  const geos = '+proj=geos +h=35785831 +lon_0=0 +datum=WGS84';
  const [off, middle] = await transform(geos, 'EPSG:4326', [
    [5_568_748, 5_568_748],
    [0, 0],
  ]);
  assert.equal(off, undefined);
  assert.ok(middle && Math.hypot(...middle) < 1e-6, `${middle}`);
});

test('two CRS between which there is no way are named, with what to do', async (t) => {
  const transform = await transforming(t);
  await assert.rejects(transform('ESRI:104903', 'EPSG:4326', [[10, 10]]), (error: unknown) => {
    assert.ok(error instanceof FaultError);
    assert.equal(error.fault.code, 'unsupported_crs');
    assert.match(error.message, /from ESRI:104903 to EPSG:4326: .*input_crs.*gdal_edit\.py/);
    return true;
  });
});
