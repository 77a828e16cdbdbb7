import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { ROOT } from '../support/stack.ts';
import { recordStorage } from './support/hostile/storage-recorder.ts';
import { makeCog } from './support/make-cog.ts';
import { makeRamp } from './support/rasters.ts';
import { blobMade, store } from './support/storage.ts';

const WIDTH = 3_000;
const HEIGHT = 2_000;
/** Inside of one tile of 512 × 512. */
const WINDOW = { column: 1_100, row: 600, width: 16, height: 8 };

test('rasterio opens a product by its SAS over HTTP, and reads a window by two or three ranges', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, WIDTH, HEIGHT));
  const { output } = await makeCog(t, { ref });
  const recorded = await recordStorage(t, store);
  const { config } = await recorded.store.gdalSource(output.cog);
  const program = join(ROOT, 'tests/clients/read_window.py');
  const { column, row, width, height } = WINDOW;
  const { stdout } = await execa(
    join(ROOT, '.venv/bin/python'),
    [program, ...[column, row, width, height].map(String)],
    { input: signedAddress(output.cog, config) },
  );
  const { driver, crs, shape, overviews, pixels } = JSON.parse(stdout);
  assert.deepEqual([driver, crs, shape], ['GTiff', 'EPSG:32631', [1, height, width]]);
  assert.deepEqual(overviews, [2, 4, 8]);
  assert.deepEqual(pixels, expectedPixels());
  const fetched = recorded.seen.reduce((sum, { bytes }) => sum + bytes, 0);
  t.diagnostic(`${recorded.seen.length} requests, ${fetched} bytes of ${output.cog.size}`);
  assert.ok(recorded.seen.every(({ method, bytes }) => method === 'GET' && bytes > 0));
  // One for the header with all of its directories; the tile lies in one or two of the pieces that GDAL reads in.
  assert.ok([2, 3].includes(recorded.seen.length), JSON.stringify(recorded.seen));
  assert.ok(fetched < 1_000_000, `${fetched} bytes`);
});

/** A raster whose CRS is written by a newer GDAL, which knows codes of Esri and projections that ours does not. */
async function writeInCrs(crs: string, path: string): Promise<void> {
  await execa(join(ROOT, '.venv/bin/python'), [join(ROOT, 'tests/clients/write_raster.py'), crs, path]);
}

for (const crs of ['ESRI:54008', 'ESRI:54030', 'ESRI:54034', 'ESRI:102017']) {
  test(`what rasterio writes in ${crs} becomes a COG in the same`, async (t) => {
    const { output } = await makeCog(t, { ref: await blobMade(t, (path) => writeInCrs(crs, path)) });
    assert.equal(output.cog.size > 0, true);
  });
}

test('a CRS that a GeoTIFF of ours cannot hold is named, with what to do', async (t) => {
  const ref = await blobMade(t, (path) => writeInCrs('EPSG:8857', path));
  await assert.rejects(
    makeCog(t, { ref }),
    /cannot hold WGS 84 \/ Equal Earth Greenwich; warp the raster .*raster_reproject/,
  );
});

/** @param config GDAL's, of a storage account at another address */
function signedAddress(ref: { container_name: string; blob_name: string }, config: Record<string, string>): string {
  const [connection = ''] = Object.values(config).filter((value) => value.includes('BlobEndpoint='));
  const endpoint = /BlobEndpoint=([^;]+)/.exec(connection)?.[1];
  const signature = /SharedAccessSignature=([^;]+)/.exec(connection)?.[1];
  return `${endpoint}/${ref.container_name}/${ref.blob_name}?${signature}`;
}

/** As `makeRamp` has made them. */
function expectedPixels(): number[] {
  const { column, row, width, height } = WINDOW;
  return Array.from({ length: width * height }, (_, at) => {
    const index = (row + Math.floor(at / width)) * WIDTH + column + (at % width);
    return (index * 7919) % 65_521;
  });
}
