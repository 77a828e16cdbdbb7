import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createRasterValidate } from '../../src/activities/raster_validate/activity.ts';
import { rasterValidateContract } from '../../src/activities/raster_validate/contract.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './support/activity-context.ts';
import { cutTo, damage, gdal, makeRamp, makeRaster, remake, rotated, sizeOf, withoutCrs } from './support/rasters.ts';
import { blobOf, blobOfFile, store, temporaryFolder } from './support/storage.ts';

async function validate(t: TestContext, ref: BlobRef, more: object = {}) {
  const activity = createRasterValidate({ store, gdal: await gdalForTest() });
  const input = rasterValidateContract.input.parse({ ...ref, ...more });
  return rasterValidateContract.output.parse(await activity.run(input, await activityContext(t)));
}

async function codesOfRefusal(t: TestContext, ref: BlobRef, more: object = {}): Promise<string[]> {
  const error = await validate(t, ref, more).then(
    () => assert.fail('it was not refused'),
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.retryable, false);
  assert.ok(error.fault.code in rasterValidateContract.errors, `${error.fault.code} is not in the contract`);
  assert.doesNotMatch(JSON.stringify(error.fault), /sig=|vsiaz|SharedAccess/);
  const findings = (error.fault.detail?.findings ?? [{ code: error.fault.code }]) as { code: string }[];
  assert.equal(findings[0]?.code, error.fault.code);
  return findings.map(({ code }) => code);
}

async function made(t: TestContext, make: (path: string, folder: string) => Promise<unknown>): Promise<BlobRef> {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'made.tif');
  await make(path, folder);
  return blobOfFile(t, path);
}

test('a sound raster is described', async (t) => {
  const ref = await made(t, (path) => makeRaster(path, '-a_nodata', '0'));
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
  const ref = await made(t, (path) => makeRaster(path, '-a_srs', 'EPSG:4326', '-a_ullr', '170', '10', '190', '0'));
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
  const ref = await made(t, (path) =>
    makeRaster(path, '-a_srs', 'EPSG:3857', '-a_ullr', `-${edge}`, edge, edge, `-${edge}`),
  );
  const raster = await validate(t, ref);
  assert.deepEqual(raster.bbox_wgs84, [-180, -85.0511288, 180, 85.0511288]);
});

test('a raster around the pole encloses it', async (t) => {
  const ref = await made(t, (path) =>
    makeRaster(path, '-a_srs', 'EPSG:3413', '-a_ullr', '-2000000', '2000000', '2000000', '-2000000'),
  );
  const raster = await validate(t, ref);
  assert.deepEqual([raster.bbox_wgs84[0], raster.bbox_wgs84[2], raster.bbox_wgs84[3]], [-180, 180, 90]);
  assert.ok(raster.bbox_wgs84[1] > 63 && raster.bbox_wgs84[1] < 65);
});

test('a declared CRS is used where the raster has none, and over its own with a warning', async (t) => {
  const bare = await made(t, async (path, folder) => {
    await makeRaster(join(folder, 'with.tif'));
    await remake(join(folder, 'with.tif'), path, withoutCrs);
  });
  const declared = await validate(t, bare, { input_crs: 'EPSG:32631' });
  assert.deepEqual([declared.crs.epsg, declared.crs.declared, declared.warnings], [32631, true, []]);
  const own = await made(t, (path) => makeRaster(path));
  const overridden = await validate(t, own, { input_crs: 'EPSG:32632' });
  assert.deepEqual([overridden.crs.epsg, overridden.warnings.map(({ code }) => code)], [32632, ['crs_overridden']]);
  assert.deepEqual(await codesOfRefusal(t, bare, { input_crs: 'EPSG:99999' }), ['unknown_crs']);
});

test('floats with nodata keep it, in words where JSON has no number', async (t) => {
  const ref = await made(t, (path) =>
    gdal(
      'gdal_create',
      '-q',
      '-outsize',
      '50',
      '50',
      '-ot',
      'Float32',
      '-burn',
      '1',
      '-a_nodata',
      'nan',
      '-a_srs',
      'EPSG:3035',
      '-a_ullr',
      '4000000',
      '3000000',
      '4050000',
      '2950000',
      path,
    ),
  );
  const raster = await validate(t, ref);
  assert.deepEqual([raster.bands[0]?.nodata, raster.data_type, raster.warnings], ['nan', 'Float32', []]);
});

test('a usual nodata value that is not declared is warned of', async (t) => {
  const ref = await made(t, (path) =>
    gdal(
      'gdal_create',
      '-q',
      '-outsize',
      '50',
      '50',
      '-ot',
      'Float32',
      '-burn',
      '-9999',
      '-a_srs',
      'EPSG:3035',
      '-a_ullr',
      '4000000',
      '3000000',
      '4050000',
      '2950000',
      path,
    ),
  );
  const raster = await validate(t, ref);
  assert.deepEqual(
    raster.warnings.map(({ code }) => code),
    ['undeclared_nodata'],
  );
});

test('a palette raster is known as one', async (t) => {
  const ref = await made(t, async (path, folder) => {
    await gdal('gdal_create', '-q', '-outsize', '64', '64', '-burn', '1', join(folder, 'plain.tif'));
    await writeFile(
      join(folder, 'palette.vrt'),
      '<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform><VRTRasterBand dataType="Byte" band="1"><ColorInterp>Palette</ColorInterp><ColorTable><Entry c1="0" c2="0" c3="0" c4="255"/><Entry c1="255" c2="0" c3="0" c4="255"/></ColorTable><SimpleSource><SourceFilename relativeToVRT="1">plain.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>',
    );
    await gdal('gdal_translate', '-q', join(folder, 'palette.vrt'), path);
  });
  assert.equal((await validate(t, ref)).raster_class, 'palette');
});

const VRT =
  '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>';
const contents: [string, string | Uint8Array, string][] = [
  ['nothing', '', 'empty_blob'],
  ['text', 'Dear colleague,\nplease find attached', 'not_a_raster'],
  ['zero bytes', new Uint8Array(5000), 'not_a_raster'],
  ['a web page', '<!DOCTYPE html><html></html>', 'not_a_raster'],
  ['a VRT', VRT, 'driver_not_allowed'],
  ['a VRT after a comment', `<!-- a -->\n${VRT}`, 'driver_not_allowed'],
  ['a ZIP', 'PK\u0003\u0004', 'driver_not_allowed'],
  ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'driver_not_allowed'],
  ['the four first bytes of a TIFF', Buffer.from('49492a00', 'hex'), 'raster_truncated'],
  ['a TIFF without a directory', Buffer.from('49492a0000000000', 'hex'), 'raster_unreadable'],
];
for (const [what, content, code] of contents) {
  test(`${what} named .tif is refused as ${code}`, async (t) => {
    assert.deepEqual(await codesOfRefusal(t, await blobOf(t, content)), [code]);
  });
}

for (const format of [
  [],
  ['-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE'],
  ['-co', 'BIGTIFF=YES', '-co', 'ENDIANNESS=BIG'],
]) {
  for (const share of [0.02, 0.5, 1]) {
    test(`a TIFF ${format.join(' ')} cut at ${share * 100} % is refused as truncated`, async (t) => {
      const ref = await made(t, async (path) => {
        await makeRamp(path, 1000, 700, ...format);
        await cutTo(path, Math.floor((await sizeOf(path)) * share) - (share === 1 ? 1 : 0));
      });
      assert.deepEqual(await codesOfRefusal(t, ref), ['raster_truncated']);
    });
  }
}

test('damaged pixels in a corner are refused as unreadable', async (t) => {
  const ref = await made(t, async (path) => {
    await makeRamp(path, 1000, 700, '-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE');
    await damage(path, (await sizeOf(path)) - 50_000, 50_000);
  });
  assert.deepEqual(await codesOfRefusal(t, ref), ['raster_unreadable']);
});

test('a million by a million pixels are refused before any is read', async (t) => {
  const ref = await made(t, (path) =>
    gdal(
      'gdal_create',
      '-q',
      '-outsize',
      '1000000',
      '1000000',
      '-co',
      'SPARSE_OK=TRUE',
      '-co',
      'TILED=YES',
      '-co',
      'BLOCKXSIZE=4096',
      '-co',
      'BLOCKYSIZE=4096',
      '-a_srs',
      'EPSG:3857',
      '-a_ullr',
      '0',
      '1000000',
      '1000000',
      '0',
      path,
    ),
  );
  assert.deepEqual(await codesOfRefusal(t, ref), ['raster_too_large']);
});

const asIs = (vrt: string) => vrt;
const translated: [string, (vrt: string) => string, string[], string[]][] = [
  ['no CRS', withoutCrs, [], ['missing_crs']],
  ['a rotated grid', rotated, [], ['rotated_geotransform']],
  [
    'ground control points only',
    asIs,
    ['-gcp', '0', '0', '3', '45', '-gcp', '300', '0', '4', '45', '-gcp', '0', '200', '3', '44', '-a_srs', 'EPSG:4326'],
    ['gcps_only'],
  ],
  ['degrees of 500000', asIs, ['-a_srs', 'EPSG:4326'], ['bounds_outside_crs']],
  ['metres off the globe', asIs, ['-a_ullr', '1e11', '1e11', '2e11', '0.9e11'], ['bounds_outside_crs']],
  ['rows from south to north', asIs, ['-a_ullr', '500000', '4998000', '503000', '5000000'], ['south_up_geotransform']],
  ['columns from east to west', asIs, ['-a_ullr', '503000', '5000000', '500000', '4998000'], ['mirrored_geotransform']],
  ['complex numbers', asIs, ['-ot', 'CFloat32'], ['unsupported_pixel_type']],
  [
    'several faults',
    withoutCrs,
    ['-ot', 'CInt16', '-a_ullr', '500000', '4998000', '503000', '5000000'],
    ['unsupported_pixel_type', 'missing_crs', 'south_up_geotransform'],
  ],
];
for (const [what, edit, options, codes] of translated) {
  test(`${what}: ${codes.join(', ')}`, async (t) => {
    const ref = await made(t, async (path, folder) => {
      await makeRaster(join(folder, 'sound.tif'));
      await remake(join(folder, 'sound.tif'), path, edit, ...options);
    });
    assert.deepEqual(await codesOfRefusal(t, ref), codes);
  });
}

test('neither CRS nor geotransform: both are named', async (t) => {
  const ref = await made(t, (path) => gdal('gdal_create', '-q', '-outsize', '10', '10', '-burn', '1', path));
  assert.deepEqual(await codesOfRefusal(t, ref), ['missing_crs', 'missing_geotransform']);
});

test('a blob that is not there', async (t) => {
  assert.deepEqual(await codesOfRefusal(t, { container_name: 'bronze', blob_name: 'tests/none.tif' }), [
    'source_not_found',
  ]);
});
