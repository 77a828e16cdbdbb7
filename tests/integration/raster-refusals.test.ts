import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { netcdfOf } from '../support/netcdf.ts';
import * as rasters from './support/rasters.ts';
import { blobMade, blobOf, store } from './support/storage.ts';
import { codesOfRefusal, faultOf, validate } from './support/validate-raster.ts';

const { cutTo, damage, gdal, makeRamp, makeRaster, makeSparse, remake, rotated, sizeOf, withoutCrs } = rasters;

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
  ['a GIF', 'GIF89a', 'driver_not_allowed'],
  ['the first bytes of a PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'raster_unreadable'],
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
      const ref = await blobMade(t, async (path) => {
        await makeRamp(path, 1000, 700, ...format);
        await cutTo(path, Math.floor((await sizeOf(path)) * share) - (share === 1 ? 1 : 0));
      });
      assert.deepEqual(await codesOfRefusal(t, ref), ['raster_truncated']);
    });
  }
}

test('damaged pixels in a corner are refused as unreadable', async (t) => {
  const ref = await blobMade(t, async (path) => {
    await makeRamp(path, 1000, 700, '-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE');
    await damage(path, (await sizeOf(path)) - 50_000, 50_000);
  });
  assert.deepEqual(await codesOfRefusal(t, ref), ['raster_unreadable']);
});

test('a million by a million pixels are refused before any is read', async (t) => {
  const ref = await blobMade(t, (path) => makeSparse(path, 1_000_000));
  assert.deepEqual(await codesOfRefusal(t, ref), ['raster_too_large']);
});

test('gigabytes of pixels that some kilobytes declare are refused before any is read', async (t) => {
  const ref = await blobMade(t, (path) => makeSparse(path, 240_000));
  const fault = await faultOf(t, ref);
  assert.equal(fault.code, 'implausible_size');
  const stored = ((await store.head(ref))?.size ?? 0).toLocaleString('en');
  assert.ok(
    fault.message.startsWith(
      `The raster declares far more pixels than it stores: 240,000 × 240,000 pixels of 1 band are 54 GiB in tiles of 512 × 512, decoded 16 times over because of blocks of 8192 × 8192, in a blob of ${stored} bytes,`,
    ),
    fault.message,
  );
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
  [
    'pixels of a nanometre in width',
    asIs,
    ['-a_ullr', '500000', '5000000', '500000.0000003', '4998000'],
    ['degenerate_geotransform'],
  ],
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
    const ref = await blobMade(t, async (path, folder) => {
      await makeRaster(join(folder, 'sound.tif'));
      await remake(join(folder, 'sound.tif'), path, edit, ...options);
    });
    assert.deepEqual(await codesOfRefusal(t, ref), codes);
  });
}

test('neither CRS nor geotransform: both are named', async (t) => {
  const ref = await blobMade(t, (path) => gdal('gdal_create', '-q', '-outsize', '10', '10', '-burn', '1', path));
  assert.deepEqual(await codesOfRefusal(t, ref), ['missing_crs', 'missing_geotransform']);
  assert.equal(
    (await faultOf(t, ref)).message,
    'The raster is refused for 2 reasons. (1) The raster has no coordinate reference system, without which its coordinates mean no place; set one when exporting it, or declare it as input_crs (for example EPSG:32631). (2) The raster has no geotransform, without which its pixels have no place; store one in the file itself (gdal_edit.py -a_ullr), or declare it as input_bounds or world_file; a world file beside it is not looked for.',
  );
});

test('a raster that cannot be what it is declared as; one that may be is warned of', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  assert.deepEqual(await codesOfRefusal(t, ref, { raster_type: 'rgba' }), ['raster_type_mismatch']);
  const { raster_class, warnings } = await validate(t, ref, { raster_type: 'dem' });
  assert.deepEqual([raster_class, warnings.map(({ code }) => code)], ['dem', ['raster_type_doubtful']]);
});

test('a CRS with heights is not declared of a raster; one that has it keeps it', async (t) => {
  const made = (crs: string[]) =>
    blobMade(t, async (path, folder) => {
      const place = ['-a_ullr', '100000', '500000', '103000', '498000'];
      await gdal('gdal_translate', '-q', ...crs, ...place, await makeRaster(join(folder, 'sound.tif')), path);
    });
  const input_crs = 'EPSG:7415';
  const fault = await faultOf(t, await made(['-a_srs', 'EPSG:28992']), { input_crs });
  assert.equal(fault.code, 'unsupported_crs');
  assert.match(fault.message, /the horizontal one alone, which is Amersfoort \/ RD New\.$/);
  const own = await validate(t, await made(['-a_srs', input_crs]), { input_crs });
  assert.equal(own.crs.name, 'Amersfoort / RD New + NAP height');
});

test('a raster that would have to be warped; one that is there already is not', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const fault = await faultOf(t, ref, { target_crs: 'EPSG:4326' });
  assert.equal(fault.code, 'unsupported_input');
  assert.match(fault.message, /is in WGS 84 \/ UTM zone 31N, and its target_crs is EPSG:4326/);
  assert.equal((await validate(t, ref, { target_crs: 'epsg:32631' })).crs.epsg, 32631);
});

test('a container that is not there', async (t) => {
  const codes = await codesOfRefusal(t, { container_name: 'nowhere', blob_name: 'tests/none.tif' });
  assert.deepEqual(codes, ['container_not_found']);
});

test('a blob that is not there', async (t) => {
  assert.deepEqual(await codesOfRefusal(t, { container_name: 'bronze', blob_name: 'tests/none.tif' }), [
    'source_not_found',
  ]);
});

const evenly = (first: number, step: number, count: number) =>
  Array.from({ length: count }, (_, at) => first + at * step);

test('a netCDF with uneven axes is refused, whatever GDAL makes of them; with even ones it lies where they say', async (t) => {
  const [latitudes, longitudes] = [{ values: evenly(60, -0.05, 200) }, { values: evenly(5, 0.05, 200) }];
  const place = { input_crs: 'EPSG:4326' };
  const sound = await validate(t, await blobOf(t, netcdfOf({ latitudes, longitudes })), place);
  assert.deepEqual(
    sound.bounds.map((side) => Number(side.toFixed(6))),
    [4.975, 50.025, 14.975, 60.025],
  );
  const jump = (axis: { values: number[] }, by: number) => ({
    values: axis.values.map((value, at) => (at < 50 ? value : value + by)),
  });
  const mercator = { values: latitudes.values.map((_, at) => 60 - 10 * (at / 199) ** 1.5) };
  for (const grid of [
    { latitudes: mercator, longitudes },
    { latitudes: jump(latitudes, -3), longitudes },
    { latitudes, longitudes: jump(longitudes, 3) },
  ]) {
    assert.deepEqual(await codesOfRefusal(t, await blobOf(t, netcdfOf(grid)), place), ['invalid_axes']);
  }
});

test('a netCDF whose attributes tell another place than its axes is refused', async (t) => {
  const longitudes = { values: evenly(5, 0.5, 30) };
  const latitudes = { values: evenly(30, -1, 20), type: 'short', attributes: { scale_factor: 0.5 } } as const;
  const ref = await blobOf(t, netcdfOf({ latitudes, longitudes }));
  assert.deepEqual(await codesOfRefusal(t, ref, { input_crs: 'EPSG:4326' }), ['invalid_axes']);
});
