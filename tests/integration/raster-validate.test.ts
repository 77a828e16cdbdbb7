import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import {
  damage,
  gdal,
  makeConstant,
  makeRamp,
  makeRaster,
  makeSparse,
  remake,
  sizeOf,
  withoutCrs,
} from './support/rasters.ts';
import { blobMade, blobOf, store } from './support/storage.ts';
import { codesOfRefusal, faultOf, validate } from './support/validate-raster.ts';

async function codesOfWarnings(t: TestContext, ref: BlobRef): Promise<string[]> {
  return (await validate(t, ref)).warnings.map(({ code }) => code);
}

test('a sound raster is described', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path, '-a_nodata', '0'));
  const expected_sha256 = hash('sha256', await store.read(ref));
  const raster = await validate(t, ref, { expected_sha256 });
  const head = await store.head(ref);
  assert.deepEqual(raster.source, { ...ref, etag: head?.etag, size: head?.size, expected_sha256 });
  assert.equal(raster.driver, 'GTiff');
  assert.deepEqual([raster.width, raster.height, raster.band_count, raster.data_type], [300, 200, 3, 'UInt16']);
  assert.equal(raster.pixel_bytes, 360_000);
  assert.deepEqual(raster.bands[0], {
    index: 1,
    type: 'UInt16',
    bits: null,
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

test('longitudes from 0 to 360 are told, and their footprint is within one turn', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path, '-a_srs', 'EPSG:4326', '-a_ullr', '200', '10', '230', '0'));
  const raster = await validate(t, ref);
  assert.deepEqual(raster.bbox_wgs84, [-160, 0, -130, 10]);
  assert.deepEqual(raster.bounds, [200, 0, 230, 10]);
  assert.deepEqual(
    raster.warnings.map(({ code }) => code),
    ['longitudes_beyond_180'],
  );
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

test('a declared CRS is used where the raster has none, and over its own where that means no other place', async (t) => {
  const bare = await blobMade(t, async (path, folder) => {
    await makeRaster(join(folder, 'with.tif'));
    await remake(join(folder, 'with.tif'), path, withoutCrs);
  });
  const declared = await validate(t, bare, { input_crs: 'EPSG:32631' });
  assert.deepEqual([declared.crs.epsg, declared.crs.declared, declared.warnings], [32631, true, []]);
  const own = await blobMade(t, (path) => makeRaster(path));
  const overridden = await validate(t, own, { input_crs: 'EPSG:25831' });
  assert.deepEqual([overridden.crs.epsg, overridden.warnings.map(({ code }) => code)], [25831, ['crs_overridden']]);
  assert.deepEqual(await codesOfRefusal(t, own, { input_crs: 'EPSG:32632' }), ['crs_contradicted']);
  assert.deepEqual(await codesOfRefusal(t, bare, { input_crs: 'EPSG:99999' }), ['unknown_crs']);
});

for (const [srs, code, place] of [
  ['EPSG:32631', 'EPSG:32631', []],
  ['ESRI:54009', 'ESRI:54009', []],
  ['EPSG:9518', 'EPSG:9518', ['-a_ullr', '3', '46', '4', '45']],
  ['+proj=tmerc +lon_0=3.5 +k=0.9996 +x_0=500000 +datum=WGS84', null, []],
] as const) {
  test(`the code of ${srs} is ${code ?? 'none'}, although a GeoTIFF keeps only those of EPSG`, async (t) => {
    const raster = await validate(t, await blobMade(t, (path) => makeRaster(path, '-a_srs', srs, ...place)));
    assert.deepEqual([raster.crs.code, raster.crs.epsg], [code, srs === 'EPSG:32631' ? 32631 : null]);
  });
}

test('floats with nodata keep it, in words where JSON has no number', async (t) => {
  const ref = await blobMade(t, (path) => makeConstant(path, 50, '1', '-ot', 'Float32', '-a_nodata', 'nan'));
  const raster = await validate(t, ref);
  assert.deepEqual([raster.bands[0]?.nodata, raster.data_type, raster.warnings], ['nan', 'Float32', []]);
});

test('a usual nodata value that is not declared is warned of', async (t) => {
  const ref = await blobMade(t, (path) => makeConstant(path, 50, '-9999', '-ot', 'Float32'));
  assert.deepEqual(await codesOfWarnings(t, ref), ['undeclared_nodata']);
});

test('a nodata value that is declared and that no pixel can have is refused at once', async (t) => {
  const bytes = await blobMade(t, (path) => makeConstant(path, 50, '1', '-ot', 'Byte'));
  for (const nodata of [-9999, 1.5, 'nan']) {
    assert.deepEqual(await codesOfRefusal(t, bytes, { nodata }), ['nodata_out_of_range']);
  }
  const { message } = await faultOf(t, bytes, { nodata: -9999 });
  assert.match(message, /-9999 is none that a pixel of type Byte can have.*; declare /);
  const own = await blobMade(t, (path) => makeConstant(path, 50, '1', '-ot', 'Byte', '-a_nodata', '-9999'));
  assert.deepEqual(await codesOfWarnings(t, own), ['nodata_out_of_range']);
});

test('a nodata value that is declared is that of all bands, whatever the raster tells', async (t) => {
  const ref = await blobMade(t, (path) => makeConstant(path, 50, '-9999', '-ot', 'Float32', '-a_nodata', '7'));
  const raster = await validate(t, ref, { nodata: -9999 });
  assert.deepEqual([raster.declared_nodata, raster.bands.map(({ nodata }) => nodata)], [-9999, [-9999]]);
  assert.deepEqual([raster.valid_pixels, raster.warnings.map(({ code }) => code)], ['nodata', ['only_nodata']]);
  assert.equal((await validate(t, ref)).declared_nodata, null);
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

/** The sound raster of these tests as a picture or grid without a place. */
async function convertedTo(t: TestContext, format: string, ...options: string[]): Promise<BlobRef> {
  return blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'ramp.tif'), 120, 80, '-ot', 'Byte', '-scale');
    await gdal('gdal_translate', '-q', '-of', format, ...options, join(folder, 'ramp.tif'), path);
  });
}

test('a PNG is placed by declared bounds, and by nothing else', async (t) => {
  const ref = await convertedTo(t, 'PNG');
  assert.deepEqual(await codesOfRefusal(t, ref), ['missing_crs', 'missing_geotransform']);
  const input_bounds = [500000, 4998000, 503000, 5000000];
  const raster = await validate(t, ref, { input_crs: 'EPSG:32631', input_bounds });
  assert.deepEqual([raster.driver, raster.geotransform], ['PNG', [500000, 25, 0, 5000000, 0, -25]]);
  assert.deepEqual([raster.bounds, raster.declared_geotransform], [input_bounds, raster.geotransform]);
  assert.deepEqual([raster.decoded, raster.warnings], ['full', []]);
  const upsideDown = { input_crs: 'EPSG:32631', input_bounds: [500000, 5000000, 503000, 4998000] };
  assert.deepEqual(await codesOfRefusal(t, ref, upsideDown), ['invalid_place']);
});

test('a JPEG is placed by a world file beside it that is named', async (t) => {
  const ref = await convertedTo(t, 'JPEG', '-b', '1', '-b', '1', '-b', '1');
  const world = await blobOf(t, '25\n0\n0\n-25\n500012.5\n4999987.5\n');
  const raster = await validate(t, ref, { input_crs: 'EPSG:32631', world_file: world.blob_name });
  assert.deepEqual([raster.driver, raster.raster_class], ['JPEG', 'rgb']);
  assert.deepEqual(raster.geotransform, [500000, 25, 0, 5000000, 0, -25]);
  const none = await blobOf(t, 'north of the river');
  const misnamed = { input_crs: 'EPSG:32631', world_file: none.blob_name };
  assert.deepEqual(await codesOfRefusal(t, ref, misnamed), ['invalid_place']);
});

test('a mask beside an alpha band is warned of, and an alpha band alone is not', async (t) => {
  const colours = ['-b', '1', '-b', '1', '-b', '1', '-b', '1', '-colorinterp', 'red,green,blue,alpha', '-ot', 'Byte'];
  const raster = (...more: string[]) =>
    blobMade(t, async (path, folder) => {
      const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'];
      await gdal(
        'gdal_translate',
        '-q',
        ...colours,
        ...more,
        ...mask,
        await makeRamp(join(folder, 'ramp.tif'), 90, 60),
        path,
      );
    });
  assert.deepEqual(await codesOfWarnings(t, await raster()), []);
  const both = await validate(t, await raster('-mask', '1'));
  assert.deepEqual([both.valid_pixels, both.warnings.map(({ code }) => code)], ['several', ['ambiguous_nodata']]);
});

test('an ASCII grid has its own place, and needs a CRS', async (t) => {
  const ref = await convertedTo(t, 'AAIGrid');
  assert.deepEqual(await codesOfRefusal(t, ref), ['missing_crs']);
  const raster = await validate(t, ref, { input_crs: 'EPSG:32631' });
  assert.deepEqual([raster.driver, raster.geotransform[0], raster.declared_geotransform], ['AAIGrid', 500000, null]);
});

const gridOf = (values: string) =>
  `ncols 3\nnrows 2\nxllcorner 500000\nyllcorner 4999700\ncellsize 10\nNODATA_value -9999\n${values}\n`;

test('an ASCII grid is read as the type that its values take, and one of other words is refused', async (t) => {
  const place = { input_crs: 'EPSG:32631' };
  for (const [values, type] of [
    ['1 2 3\n4 5 6', 'Int32'],
    ['1 2 3\n4 5 6.25', 'Float32'],
    ['1 2 3\n4 5 12345678901', 'Float64'],
  ] as const) {
    assert.equal((await validate(t, await blobOf(t, gridOf(values)), place)).data_type, type);
  }
  for (const values of ['1 2 3\n4 abc 6', '1 2 3\n4 1e999 6', '1 2 3\n4 5 6\n7 8 9', '1 2 3\n4 5']) {
    assert.deepEqual(await codesOfRefusal(t, await blobOf(t, gridOf(values)), place), ['invalid_ascii_grid'], values);
  }
});

test('an ASCII grid lies where its header says, in any order, and one that GDAL would put at 0, 0 is refused', async (t) => {
  const [place, values] = [{ input_crs: 'EPSG:32631' }, '1 2 3 4 5 6\n'.repeat(6)];
  const header = (...lines: string[]) => `${lines.join('\n')}\ncellsize 10\nnrows 6\nncols 6\n${values}`;
  const raster = await validate(t, await blobOf(t, header('yllcorner 4999700', 'xllcorner 500000')), place);
  assert.deepEqual(raster.bounds, [500000, 4999700, 500060, 4999760]);
  for (const mixed of [
    ['xllcorner 500000', 'yllcenter 4999700'],
    ['xllcenter 500000', 'yllcorner 4999700'],
  ]) {
    assert.deepEqual(await codesOfRefusal(t, await blobOf(t, header(...mixed)), place), ['invalid_ascii_grid']);
  }
});

test('a netCDF of one variable is taken; of several, and one that was cut short, not', async (t) => {
  const ref = await convertedTo(t, 'netCDF');
  const raster = await validate(t, ref);
  assert.deepEqual([raster.driver, raster.crs.epsg, raster.band_count], ['netCDF', 32631, 1]);
  assert.deepEqual([raster.geotransform, raster.decoded], [[500000, 25, 0, 5000000, 0, -25], 'full']);
  const whole = await store.read(ref);
  const cut = await blobOf(t, whole.subarray(0, whole.length - 10));
  assert.deepEqual(await codesOfRefusal(t, cut), ['raster_truncated']);
  const two = await convertedTo(t, 'netCDF', '-b', '1', '-b', '1');
  assert.equal((await faultOf(t, two)).code, 'several_variables');
});

test('a JPEG 2000 has its own place, and one that was cut short is found', async (t) => {
  const ref = await convertedTo(t, 'JP2OpenJPEG', '-co', 'CODEC=JP2');
  const raster = await validate(t, ref);
  assert.deepEqual([raster.driver, raster.crs.epsg, raster.warnings], ['JP2OpenJPEG', 32631, []]);
  const whole = await store.read(ref);
  const cut = await blobOf(t, whole.subarray(0, whole.length - 100));
  assert.deepEqual(await codesOfRefusal(t, cut), ['raster_truncated']);
});

test('a place that a raster has is not replaced', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const own = await validate(t, ref, { input_bounds: [500000, 4998000, 503000, 5000000] });
  assert.equal(own.declared_geotransform, null);
  assert.deepEqual(await codesOfRefusal(t, ref, { input_bounds: [0, 0, 1, 1] }), ['place_contradicted']);
});

test('a small raster is decoded in full, which finds what no sample meets, and its hash is compared', async (t) => {
  const ref = await blobMade(t, async (path) => {
    await makeRamp(
      path,
      1000,
      700,
      '-co',
      'COMPRESS=DEFLATE',
      '-co',
      'TILED=YES',
      '-co',
      'BLOCKXSIZE=64',
      '-co',
      'BLOCKYSIZE=64',
    );
    await damage(path, Math.floor((await sizeOf(path)) * 0.3), 200);
  });
  assert.deepEqual(await codesOfRefusal(t, ref), ['raster_unreadable']);
  assert.equal((await validate(t, ref, { decode: 'sample' })).decoded, 'sample');
  const sound = await blobMade(t, (path) => makeRaster(path));
  assert.equal((await validate(t, sound)).decoded, 'full');
  const expected_sha256 = 'a'.repeat(64);
  assert.equal((await faultOf(t, sound, { expected_sha256 })).code, 'source_hash_mismatch');
});

test('fields of a few values are known as classes, and the evidence is given', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeClasses(join(folder, 'raw'), 400, 300, inFields);
    await gdal('gdal_translate', '-q', ...PLACED, join(folder, 'raw.vrt'), path);
  });
  const { raster_class, raster_class_evidence, warnings } = await validate(t, ref);
  assert.equal(raster_class, 'categorical');
  assert.match(
    raster_class_evidence.join(),
    /^the 576 pixels looked at hold 4 whole numbers, \d+ % of neighbours are equal/,
  );
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['class_inferred'],
  );
  assert.equal((await validate(t, ref, { raster_type: 'continuous' })).raster_class, 'continuous');
});

test('large regions of a few values are known as classes, in tiles and in strips', async (t) => {
  for (const stored of [['-co', 'TILED=YES'], []]) {
    const ref = await blobMade(t, async (path, folder) => {
      await makeClasses(join(folder, 'raw'), 2000, 2000, inQuadrants);
      await gdal('gdal_translate', '-q', ...PLACED, ...stored, join(folder, 'raw.vrt'), path);
    });
    const { raster_class, raster_class_evidence, warnings } = await validate(t, ref, { decode: 'sample' });
    assert.equal(raster_class, 'categorical');
    assert.match(raster_class_evidence.join(), /^the 2000 pixels looked at hold 5 whole numbers, 9\d % of neighbours/);
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['class_inferred'],
    );
  }
});

const PLACED = ['-a_srs', 'EPSG:32631', '-a_ullr', '500000', '5000000', '504000', '4997000'];

type ClassOf = (x: number, y: number) => number;

/** Four classes in fields of 17 × 13 pixels. */
const inFields: ClassOf = (x, y) => [10, 40, 80, 30][(Math.floor(x / 17) + Math.floor(y / 13)) % 4] as number;
/** Four classes in quadrants, and a fifth in a disc in the middle: of 64 neighbours that are looked at most often all are alike. */
const inQuadrants: ClassOf = (x, y) =>
  (x - 1007) ** 2 + (y - 1003) ** 2 < 100 ** 2 ? 50 : 10 + 10 * Number(x >= 1000) + 20 * Number(y >= 1000);

async function makeClasses(raw: string, width: number, height: number, classOf: ClassOf): Promise<void> {
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => classOf(at % width, Math.floor(at / width)));
  await writeFile(raw, pixels);
  await writeFile(
    `${raw}.vrt`,
    `<VRTDataset rasterXSize="${width}" rasterYSize="${height}"><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename>${raw}</SourceFilename></VRTRasterBand></VRTDataset>`,
  );
}
