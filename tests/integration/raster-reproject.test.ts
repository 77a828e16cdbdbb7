import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { FaultError } from '../../src/plan/fault.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { gdal, makeNumbers, makeRamp, makeRaster } from './support/rasters.ts';
import { reproject } from './support/reproject.ts';
import { blobMade, freshBlob, store, temporaryFolder } from './support/storage.ts';
import { assertStrictCogs } from './support/strict-cogs.ts';

async function productOf(t: TestContext, ref: BlobRef) {
  const path = join(await temporaryFolder(t), 'product.tif');
  await store.download(ref, path);
  return { path, info: JSON.parse(await gdal('gdalinfo', '-json', path)) };
}

const execute = promisify(execFile);

const withCode = (code: string) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code, error.message);
  return true;
};

/** Four classes in fields of 50 × 50 pixels: none is a mean of two others. */
async function makeClasses(path: string, folder: string): Promise<void> {
  const pixels = Uint8Array.from({ length: 400 * 300 }, (_, index) => {
    const [row, column] = [Math.floor(index / 400), index % 400];
    return [1, 40, 90, 200][(Math.floor(row / 50) + 2 * Math.floor(column / 50)) % 4] as number;
  });
  await writeFile(join(folder, 'raw'), pixels);
  await writeFile(
    join(folder, 'raw.vrt'),
    '<VRTDataset rasterXSize="400" rasterYSize="300"><SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="1">raw</SourceFilename></VRTRasterBand></VRTDataset>',
  );
  await gdal('gdal_translate', '-q', join(folder, 'raw.vrt'), path);
}

test('a CRS with heights is no target, and is told its horizontal one', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  await assert.rejects(reproject(t, ref, { target_crs: 'EPSG:7415' }), (error: Error) => {
    assert.match(
      error.message,
      /^The coordinate reference system .* the horizontal one alone, which is Amersfoort \/ RD New\.$/,
    );
    return withCode('unsupported_crs')(error);
  });
});

test('a raster is warped onto the grid that GDAL suggests, and its place stays', async (t) => {
  const made = await temporaryFolder(t);
  const original = await makeRamp(join(made, 'source.tif'), 300, 200, '-a_nodata', '65535');
  const ref = await blobMade(t, (path) => makeRamp(path, 300, 200, '-a_nodata', '65535'));
  const output = await reproject(t, ref, { resampling: 'near', error_threshold: 0 });
  const { path, info } = await productOf(t, output.cog);
  assert.deepEqual([info.stac['proj:epsg'], info.metadata.IMAGE_STRUCTURE.LAYOUT], [3857, 'COG']);
  await gdal('gdalwarp', '-q', '-t_srs', 'EPSG:3857', original, join(made, 'suggested.tif'));
  const suggested = JSON.parse(await gdal('gdalinfo', '-json', join(made, 'suggested.tif')));
  assert.deepEqual([info.size, info.geoTransform], [suggested.size, suggested.geoTransform]);
  assert.deepEqual([output.width, output.height], info.size);
  assert.equal(output.cog.bands[0]?.nodata, 65535);
  const [x0, dx, , y0, , dy] = info.geoTransform as number[];
  for (const [column, row] of [
    [10, 10],
    [150, 100],
    [290, 190],
  ] as const) {
    const place = [(x0 as number) + (column + 0.5) * (dx as number), (y0 as number) + (row + 0.5) * (dy as number)];
    const [there, here] = await Promise.all([
      gdal('gdallocationinfo', '-valonly', '-l_srs', 'EPSG:3857', original, ...place.map(String)),
      gdal('gdallocationinfo', '-valonly', path, String(column), String(row)),
    ]);
    assert.equal(here, there, `at ${column}, ${row}`);
  }
});

test('classes stay classes, in pixels and overviews; what is not covered has no data', async (t) => {
  const ref = await blobMade(t, makeClasses);
  const output = await reproject(t, ref, { raster_class: 'categorical', target_crs: 'EPSG:3035' });
  assert.deepEqual([output.resampling, output.options.OVERVIEW_RESAMPLING], ['near', 'MODE']);
  const { path, info } = await productOf(t, output.cog);
  assert.deepEqual(info.bands[0].mask.flags, ['PER_DATASET']);
  assert.equal(info.bands.length, 1);
  const raw = join(await temporaryFolder(t), 'raw');
  await gdal('gdal_translate', '-q', '-of', 'XYZ', path, raw);
  const corner = await gdal('gdallocationinfo', '-valonly', path, '0', '0');
  assert.equal(corner.trim(), '0');
  const { minimum, maximum, valid_percent } = output.cog.bands[0]?.statistics ?? {};
  assert.deepEqual([minimum, maximum], [1, 200]);
  assert.ok(valid_percent && valid_percent > 80 && valid_percent < 99, `${valid_percent}`);
});

test('what the source says of its bands is in the product', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'a.tif'), 300, 200, '-a_scale', '0.5', '-a_offset', '3', '-mo', 'mission=S2');
    await gdal('gdal_translate', '-q', '-ot', 'Float32', '-a_nodata', 'nan', join(folder, 'a.tif'), path);
  });
  const output = await reproject(t, ref, { target_crs: 'EPSG:4326' });
  const [band] = output.cog.bands;
  assert.deepEqual([band?.nodata, band?.scale, band?.offset, output.resampling], ['nan', 0.5, 3, 'bilinear']);
  const { info } = await productOf(t, output.cog);
  assert.equal(info.metadata[''].mission, 'S2');
  assert.ok(output.bounds[0] > 2.9 && output.bounds[2] < 3.1, `${output.bounds}`);
});

for (const [what, more] of Object.entries({
  'neither nodata nor mask': [],
  'a mask': ['-mask', '1', '--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'],
})) {
  test(`what it says of its bands is there of a raster with ${what}, too`, async (t) => {
    const ref = await blobMade(t, async (path, folder) => {
      const [ramp, raw] = [join(folder, 'a.tif'), join(folder, 'a.vrt')];
      await makeRamp(ramp, 300, 200, '-b', '1', ...more);
      await gdal('gdal_translate', '-q', ramp, raw);
      const told =
        '<Description>elevation</Description><UnitType>metre</UnitType><Metadata><MDI key="sensor">A &amp; B</MDI></Metadata>';
      await writeFile(
        raw,
        (await readFile(raw, 'utf8')).replace(/<VRTRasterBand dataType="UInt16" band="1".*?>/, `$&${told}`),
      );
      await gdal('gdal_translate', '-q', raw, path);
    });
    const { cog, warnings } = await reproject(t, ref);
    const { info } = await productOf(t, cog);
    const [{ description, unit, metadata }] = info.bands;
    assert.deepEqual([description, unit, metadata[''].sensor, warnings], ['elevation', 'metre', 'A & B', []]);
  });
}

test('values stay what they are where the source has a CRS with heights in feet', async (t) => {
  const values = Float32Array.from({ length: 100 * 100 }, (_, at) => (at % 100) * 10);
  const ref = await blobMade(t, async (path, folder) => {
    await makeNumbers(join(folder, 'a.tif'), { pixels: values, width: 100 });
    const place = ['-a_srs', 'EPSG:4269+6360', '-a_ullr', '-100', '40', '-97', '37', '-a_nodata', '-9999'];
    await gdal('gdal_translate', '-q', ...place, join(folder, 'a.tif'), path);
  });
  const { cog } = await reproject(t, ref, { target_crs: 'EPSG:26914', resampling: 'near' });
  const { minimum, maximum } = cog.bands[0]?.statistics ?? {};
  assert.deepEqual([minimum, maximum], [0, 990]);
});

test('a deprecated code is that CRS, and not its replacement', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 100, 100, '-a_nodata', '65535'));
  const { target_crs, cog } = await reproject(t, ref, { target_crs: 'EPSG:32663' });
  const { path } = await productOf(t, cog);
  const { stdout } = await execute('gdalinfo', [path], { env: { ...process.env, OSR_USE_NON_DEPRECATED: 'NO' } });
  assert.match(stdout, /ID\["EPSG",32663\]\]\n/, target_crs);
});

for (const target_crs of ['EPSG:4979', 'EPSG:4978', 'EPSG:5773']) {
  test(`${target_crs} is no target: it has heights, or no place on a map`, async (t) => {
    const ref = await blobMade(t, (path) => makeRaster(path));
    await assert.rejects(reproject(t, ref, { target_crs }), withCode('unsupported_crs'));
  });
}

test('a nodata value of floats that is declared in all its digits is that of the product', async (t) => {
  const least = -3.4028234663852886e38;
  const pixels = Float32Array.from({ length: 100 * 100 }, (_, at) => (at % 100 < 25 ? least : at));
  const ref = await blobMade(t, (path) => makeNumbers(path, { pixels, width: 100 }));
  const [band] = (await reproject(t, ref, { nodata: least })).cog.bands;
  assert.deepEqual([band?.nodata, (band?.statistics?.minimum ?? -1) >= 25], [least, true]);
});

test('a resolution is kept to, and many pixels in one are averaged', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const output = await reproject(t, ref, { target_crs: 'EPSG:32632', resolution: [50, 50] });
  assert.deepEqual([output.resolution, output.resampling], [[50, 50], 'average']);
  assert.deepEqual(
    output.cog.bands.map(({ statistics }) => [statistics?.minimum, statistics?.maximum]),
    [
      [10, 10],
      [20, 20],
      [30, 30],
    ],
  );
});

test('what would be a strip around the globe, or has no place, is refused', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'a.tif'), 300, 200);
    await gdal(
      'gdal_translate',
      '-q',
      '-a_srs',
      'EPSG:32660',
      '-a_ullr',
      '800000',
      '2000000',
      '840000',
      '1960000',
      join(folder, 'a.tif'),
      path,
    );
  });
  await assert.rejects(reproject(t, ref, { target_crs: 'EPSG:4326' }), withCode('crosses_antimeridian'));
  await assert.rejects(
    reproject(t, ref, { resolution: [0.001, 0.001], target_crs: 'EPSG:3832' }),
    withCode('raster_too_large'),
  );
  await assert.rejects(reproject(t, ref, { target_crs: 'EPSG:999999' }), withCode('unknown_crs'));
  const output = await reproject(t, ref, { target_crs: 'EPSG:3832' });
  assert.equal(output.cog.bands[0]?.statistics !== null, true);
});

/** 400 × 400 pixels with values from 1 to 200. */
async function makePlaced(path: string, crs: string, corners: readonly number[], ...more: string[]): Promise<void> {
  const raw = `${path}.raw`;
  await writeFile(
    raw,
    Uint8Array.from({ length: 400 * 400 }, (_, at) => 1 + ((at % 400) + Math.floor(at / 400)) / 4),
  );
  await writeFile(
    `${raw}.vrt`,
    `<VRTDataset rasterXSize="400" rasterYSize="400"><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename>${raw}</SourceFilename></VRTRasterBand></VRTDataset>`,
  );
  await gdal('gdal_translate', '-q', '-a_srs', crs, '-a_ullr', ...corners.map(String), ...more, `${raw}.vrt`, path);
}

/** Corner, size, target; then the bounds in the target, and the least of its pixels that hold data. */
const AROUND: [string, string, number[], string, number[], number][] = [
  [
    'a full disk seen by a satellite',
    '+proj=geos +h=35785831 +lon_0=0 +datum=WGS84',
    [-5568748, 5568748, 5568748, -5568748],
    'EPSG:4326',
    [-81, -66, 81, 66],
    70,
  ],
  ['a raster around the north pole', 'EPSG:3413', [-3e6, 3e6, 3e6, -3e6], 'EPSG:4326', [-180, 52, 180, 90], 70],
  ['the globe from 0 to 360', 'EPSG:4326', [0, 90, 360, -90], 'EPSG:3857', [-2e7, -2e7, 2e7, 2e7], 99],
  ['the globe from -180 to 180', 'EPSG:4326', [-180, 90, 180, -90], 'EPSG:3857', [-2e7, -2e7, 2e7, 2e7], 99],
  ['a raster around the south pole', 'EPSG:3031', [-3e6, 3e6, 3e6, -3e6], 'EPSG:3857', [-2e7, -2e7, 2e7, -6.9e6], 70],
];
for (const [what, crs, corners, target_crs, bounds, filled] of AROUND) {
  test(`${what} is warped to ${target_crs}`, async (t) => {
    const ref = await blobMade(t, (path) => makePlaced(path, crs, corners));
    const output = await reproject(t, ref, { target_crs });
    const [west = 0, , east = 0] = bounds;
    output.bounds.forEach((side, at) => {
      assert.ok(Math.abs(side - (bounds[at] ?? 0)) < (east - west) / 40, `${output.bounds}`);
    });
    const { valid_percent } = output.cog.bands[0]?.statistics ?? {};
    assert.ok(valid_percent && valid_percent >= filled, `${valid_percent} %`);
    const cut = target_crs === 'EPSG:3857' ? ['cut_to_crs'] : [];
    assert.deepEqual(
      output.warnings.map(({ code }) => code),
      cut,
    );
  });
}

test('what has no place on Earth is told, with what to do', async (t) => {
  const moon = 'ESRI:104903';
  const ref = await blobMade(t, (path) => makePlaced(path, moon, [0, 40, 40, 0]));
  await assert.rejects(reproject(t, ref, { target_crs: 'EPSG:4326' }), (error: unknown) => {
    assert.match((error as Error).message, /EPSG:4326.*input_crs/);
    return true;
  });
});

test('a second attempt finds its own product', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const destination = freshBlob(t, 'silver');
  const first = await reproject(t, ref, { destination });
  assert.deepEqual(await reproject(t, ref, { destination }), { ...first, reused: true });
  await assert.rejects(reproject(t, ref, { destination, target_crs: 'EPSG:32632' }), withCode('blob_exists'));
});

test('every product is a valid COG, strictly', async () => {
  await assertStrictCogs(6);
});
