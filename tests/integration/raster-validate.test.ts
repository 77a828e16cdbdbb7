import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { gdal, makeConstant, makeRaster, makeSparse, remake, withoutCrs } from './support/rasters.ts';
import { blobMade, store } from './support/storage.ts';
import { codesOfRefusal, validate } from './support/validate-raster.ts';

async function codesOfWarnings(t: TestContext, ref: BlobRef): Promise<string[]> {
  return (await validate(t, ref)).warnings.map(({ code }) => code);
}

test('a sound raster is described', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path, '-a_nodata', '0'));
  const raster = await validate(t, ref, { expected_sha256: 'a'.repeat(64) });
  const head = await store.head(ref);
  assert.deepEqual(raster.source, { ...ref, etag: head?.etag, size: head?.size, expected_sha256: 'a'.repeat(64) });
  assert.equal(raster.driver, 'GTiff');
  assert.deepEqual([raster.width, raster.height, raster.band_count, raster.data_type], [300, 200, 3, 'UInt16']);
  assert.equal(raster.pixel_bytes, 360_000);
  assert.deepEqual(raster.bands[0], {
    index: 1,
    type: 'UInt16',
    nodata: 0,
    colour_interpretation: 'gray',
    description: null,
    scale: null,
    offset: null,
    unit: null,
    block: [256, 256],
  });
  assert.equal(raster.crs.epsg, 32631);
  assert.equal(raster.crs.name, 'WGS 84 / UTM zone 31N');
  assert.equal(raster.crs.declared, false);
  assert.deepEqual(raster.geotransform, [500000, 10, 0, 5000000, 0, -10]);
  assert.deepEqual(raster.bounds, [500000, 4998000, 503000, 5000000]);
  assert.deepEqual(raster.resolution, [10, 10]);
  assert.deepEqual(
    raster.bbox_wgs84.map((degrees) => degrees.toFixed(4)),
    ['3.0000', '45.1355', '3.0382', '45.1535'],
  );
  assert.equal(raster.geometry_wgs84.type, 'Polygon');
  assert.equal(raster.raster_class, 'multispectral');
  assert.deepEqual(raster.warnings, []);
});

test('a raster across the antimeridian gets a split footprint', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path, '-a_srs', 'EPSG:4326', '-a_ullr', '170', '10', '190', '0'));
  const raster = await validate(t, ref);
  assert.deepEqual(raster.bbox_wgs84, [170, 0, -170, 10]);
  assert.deepEqual(raster.geometry_wgs84, {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [170, 10],
          [170, 0],
          [180, 0],
          [180, 10],
          [170, 10],
        ],
      ],
      [
        [
          [-180, 0],
          [-170, 0],
          [-170, 10],
          [-180, 10],
          [-180, 0],
        ],
      ],
    ],
  });
});

test('a world raster in Web Mercator spans the world', async (t) => {
  const edge = '20037508.342789244';
  const ref = await blobMade(t, (path) =>
    makeRaster(path, '-a_srs', 'EPSG:3857', '-a_ullr', `-${edge}`, edge, edge, `-${edge}`),
  );
  const raster = await validate(t, ref);
  assert.deepEqual(raster.bbox_wgs84, [-180, -85.0511288, 180, 85.0511288]);
});

test('a raster around the pole encloses it', async (t) => {
  const ref = await blobMade(t, (path) =>
    makeRaster(path, '-a_srs', 'EPSG:3413', '-a_ullr', '-2000000', '2000000', '2000000', '-2000000'),
  );
  const raster = await validate(t, ref);
  assert.deepEqual([raster.bbox_wgs84[0], raster.bbox_wgs84[2], raster.bbox_wgs84[3]], [-180, 180, 90]);
  assert.ok(raster.bbox_wgs84[1] > 63 && raster.bbox_wgs84[1] < 65);
});

test('a declared CRS is used where the raster has none, and over its own with a warning', async (t) => {
  const bare = await blobMade(t, async (path, folder) => {
    await makeRaster(join(folder, 'with.tif'));
    await remake(join(folder, 'with.tif'), path, withoutCrs);
  });
  const declared = await validate(t, bare, { input_crs: 'EPSG:32631' });
  assert.deepEqual([declared.crs.epsg, declared.crs.declared, declared.warnings], [32631, true, []]);
  const own = await blobMade(t, (path) => makeRaster(path));
  const overridden = await validate(t, own, { input_crs: 'EPSG:32632' });
  assert.deepEqual([overridden.crs.epsg, overridden.warnings.map(({ code }) => code)], [32632, ['crs_overridden']]);
  assert.deepEqual(await codesOfRefusal(t, bare, { input_crs: 'EPSG:99999' }), ['unknown_crs']);
});

test('floats with nodata keep it, in words where JSON has no number', async (t) => {
  const ref = await blobMade(t, (path) => makeConstant(path, 50, '1', '-ot', 'Float32', '-a_nodata', 'nan'));
  const raster = await validate(t, ref);
  assert.deepEqual([raster.bands[0]?.nodata, raster.data_type, raster.warnings], ['nan', 'Float32', []]);
});

test('a usual nodata value that is not declared is warned of', async (t) => {
  const ref = await blobMade(t, (path) => makeConstant(path, 50, '-9999', '-ot', 'Float32'));
  assert.deepEqual(await codesOfWarnings(t, ref), ['undeclared_nodata']);
});

test('a raster in which no pixel holds data is warned of', async (t) => {
  const ref = await blobMade(t, (path) => makeConstant(path, 700, '-9999', '-ot', 'Float32', '-a_nodata', '-9999'));
  assert.deepEqual((await validate(t, ref)).warnings, [
    {
      code: 'only_nodata',
      message:
        'None of the 109 pixels looked at, spread over the whole raster, holds data: it is probably empty; check the export, unless that is how it should be.',
    },
  ]);
});

test('data between the corners and the middle is found, and not warned of', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeConstant(join(folder, 'data.tif'), 100, '7');
    await remake(join(folder, 'data.tif'), path, islandOf, '-a_nodata', '0');
  });
  assert.deepEqual(await codesOfWarnings(t, ref), []);
});

/** The raster as an island of 100 × 100 pixels in 1000 × 1000. */
const islandOf = (vrt: string): string =>
  vrt
    .replace(/rasterXSize="100" rasterYSize="100"/, 'rasterXSize="1000" rasterYSize="1000"')
    .replace(/<DstRect[^>]*>/, '<DstRect xOff="200" yOff="600" xSize="100" ySize="100"/>');

test('a modest sparse raster passes', async (t) => {
  const ref = await blobMade(t, (path) => makeSparse(path, 30_000, 1024));
  assert.ok(((await store.head(ref))?.size ?? 0) < 20_000, 'the file holds no pixels');
  assert.equal((await validate(t, ref)).pixel_bytes, 900_000_000);
});

test('a large raster of one value, compressed a thousandfold, passes', async (t) => {
  const blocks = ['TILED=YES', 'BLOCKXSIZE=1024', 'BLOCKYSIZE=1024', 'COMPRESS=DEFLATE', 'NUM_THREADS=2'];
  const options = blocks.flatMap((option) => ['-co', option]);
  const ref = await blobMade(t, (path) => makeConstant(path, 36_864, '7', ...options));
  const raster = await validate(t, ref);
  assert.deepEqual([raster.pixel_bytes, raster.warnings], [1_358_954_496, []]);
  assert.ok(raster.pixel_bytes / raster.source.size > 900);
});

test('a palette raster is known as one', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await gdal('gdal_create', '-q', '-outsize', '64', '64', '-burn', '1', join(folder, 'plain.tif'));
    await writeFile(
      join(folder, 'palette.vrt'),
      '<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform><VRTRasterBand dataType="Byte" band="1"><ColorInterp>Palette</ColorInterp><ColorTable><Entry c1="0" c2="0" c3="0" c4="255"/><Entry c1="255" c2="0" c3="0" c4="255"/></ColorTable><SimpleSource><SourceFilename relativeToVRT="1">plain.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>',
    );
    await gdal('gdal_translate', '-q', join(folder, 'palette.vrt'), path);
  });
  assert.equal((await validate(t, ref)).raster_class, 'palette');
});
