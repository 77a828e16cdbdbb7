import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { makeCog, product } from './support/make-cog.ts';
import { makeMosaic, makeTiles, planOfTiles, stemOf } from './support/make-tiles.ts';
import { gdal } from './support/rasters.ts';
import { reproject } from './support/reproject.ts';
import { blobMade, store, temporaryFolder } from './support/storage.ts';
import { assertStrictCogs } from './support/strict-cogs.ts';

const [WIDTH, HEIGHT] = [1300, 1100];
const COLOURS = ['Red', 'Green', 'Blue', 'Alpha'];
const LOSSY = { output_tier: 'visualization' };

/** Noise, which lossy compression changes the most, with many pixels that are black and white in one band or in all. */
function noise(seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: WIDTH * HEIGHT }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const byte = state >>> 24;
    return byte < 90 ? 0 : byte < 180 ? 255 : byte;
  });
}

const BANDS = [1, 22, 333, 4444].map(noise);

function picture(t: TestContext, bands: number, ...args: string[]): Promise<BlobRef> {
  return blobMade(t, async (path, folder) => {
    const lines = COLOURS.slice(0, bands).map(
      (colour, at) =>
        `<VRTRasterBand dataType="Byte" band="${at + 1}" subClass="VRTRawRasterBand"><ColorInterp>${colour}</ColorInterp><SourceFilename relativeToVRT="1">${at}.raw</SourceFilename></VRTRasterBand>`,
    );
    for (const [at, pixels] of BANDS.entries()) await writeFile(join(folder, `${at}.raw`), pixels);
    const place = '<SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform>';
    const vrt = `<VRTDataset rasterXSize="${WIDTH}" rasterYSize="${HEIGHT}">${place}${lines.join('')}</VRTDataset>`;
    await writeFile(join(folder, 'noise.vrt'), vrt);
    const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'];
    await gdal('gdal_translate', '-q', ...mask, '-co', 'TILED=YES', ...args, join(folder, 'noise.vrt'), path);
  });
}

/** 255 where any band holds something else. */
function masked(...[r, g = r, b = r]: [number, number?, number?]): Uint8Array {
  const [red, green, blue] = BANDS as [Uint8Array, Uint8Array, Uint8Array];
  return red.map((value, at) => (value === r && green[at] === g && blue[at] === b ? 0 : 255));
}

async function bandOf(t: TestContext, blob: BlobRef, band: string): Promise<Uint8Array> {
  const { path } = await product(t, blob);
  const to = join(await temporaryFolder(t), 'band');
  await gdal('gdal_translate', '-q', '-of', 'ENVI', '-b', band, path, to);
  return readFile(to);
}

const percent = (mask: Uint8Array) =>
  Number(((100 * mask.filter((value) => value > 0).length) / mask.length).toFixed(4));

for (const [bits, args, colour] of [
  [8, [], [0, 255, 90]],
  [16, ['-ot', 'UInt16', '-scale', '0', '255', '0', '65535'], [0, 65_535, 23_130]],
] as const) {
  test(`the transparent colour of a PNG of ${bits} bits is the mask of its product, which is without loss`, async (t) => {
    const transparent = ['-mo', `NODATA_VALUES=${colour.join(' ')}`];
    const ref = await picture(t, 3, '-of', 'PNG', '-co', 'ZLEVEL=1', ...args, ...transparent);
    const input = { input_crs: 'EPSG:32631', input_geotransform: [500000, 10, 0, 5000000, 0, -10] };
    const { output } = await makeCog(t, { ref, input });
    assert.deepEqual([output.lossless, output.warnings], [true, []]);
    assert.deepEqual(await bandOf(t, output.cog, 'mask,1'), Buffer.from(masked(0, 255, 90)));
    const { info } = await product(t, output.cog);
    assert.equal('NODATA_VALUES' in info.metadata[''], false);
    assert.deepEqual(
      info.bands.map((band: { noDataValue?: number; mask: { flags: string[] } }) => [
        band.noDataValue,
        band.mask.flags,
      ]),
      Array(3).fill([undefined, ['PER_DATASET']]),
    );
    const source = join(await temporaryFolder(t), 'source.png');
    await store.download(ref, source);
    const said = JSON.parse(await gdal('gdalinfo', '-json', '-checksum', source));
    assert.deepEqual(
      said.bands.map((band: { noDataValue: number }) => band.noDataValue),
      [...colour],
    );
    assert.deepEqual(
      output.checksums,
      said.bands.map((band: { checksum: number }) => band.checksum),
    );
  });
}

for (const nodata of [0, 255]) {
  test(`a lossy picture has a mask in place of its nodata value ${nodata}, exact to the pixel`, async (t) => {
    const ref = await picture(t, 3, '-a_nodata', String(nodata));
    const { output } = await makeCog(t, { ref, input: LOSSY });
    const wanted = masked(nodata);
    assert.equal(Buffer.compare(await bandOf(t, output.cog, 'mask,1'), wanted), 0);
    const [band] = output.cog.bands;
    assert.deepEqual([output.lossless, band?.nodata], [false, null]);
    assert.equal(band?.statistics?.valid_percent, percent(wanted));
  });
}

for (const given of ['in the file', 'by the client'] as const) {
  test(`a lossy picture that is warped has a mask in place of a nodata value ${given}, exact to the pixel`, async (t) => {
    const ref = await (given === 'in the file' ? picture(t, 3, '-a_nodata', '255') : picture(t, 3));
    const declared = given === 'in the file' ? {} : { nodata: 255 };
    const output = await reproject(t, ref, { ...LOSSY, ...declared, resampling: 'near', error_threshold: 0 });
    const [band] = output.cog.bands;
    assert.deepEqual([output.lossless, band?.nodata], [false, null]);
    const folder = await temporaryFolder(t);
    const [flat, warped] = [join(folder, 'mask.tif'), join(folder, 'warped')];
    await writeFile(join(folder, 'mask'), masked(255));
    const place = '<SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform>';
    await writeFile(
      join(folder, 'mask.vrt'),
      `<VRTDataset rasterXSize="${WIDTH}" rasterYSize="${HEIGHT}">${place}<VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="1">mask</SourceFilename></VRTRasterBand></VRTDataset>`,
    );
    await gdal('gdal_translate', '-q', join(folder, 'mask.vrt'), flat);
    await gdal('gdalwarp', '-q', '-of', 'ENVI', '-t_srs', 'EPSG:3857', '-r', 'near', '-et', '0', flat, warped);
    assert.equal(Buffer.compare(await bandOf(t, output.cog, 'mask,1'), await readFile(warped)), 0);
  });
}

test('a nodata value that is declared becomes a mask likewise', async (t) => {
  const { output } = await makeCog(t, { ref: await picture(t, 3), input: { ...LOSSY, nodata: 255 } });
  assert.equal(Buffer.compare(await bandOf(t, output.cog, 'mask,1'), masked(255)), 0);
});

test('alpha and masks of a lossy picture are those of its source', async (t) => {
  const [, , third, alpha] = BANDS as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const opaque = await makeCog(t, { ref: await picture(t, 4), input: LOSSY });
  assert.equal(opaque.output.lossless, false);
  assert.equal(Buffer.compare(await bandOf(t, opaque.output.cog, '4'), alpha), 0);
  const own = await picture(t, 3, '-mask', '3');
  const { output } = await makeCog(t, { ref: own, input: LOSSY });
  const wanted = third.map((value) => (value === 0 ? 0 : 255));
  assert.equal(Buffer.compare(await bandOf(t, output.cog, 'mask,1'), wanted), 0);
  // One of both would be lost.
  const both = await makeCog(t, { ref: own, input: { ...LOSSY, nodata: 255 } });
  assert.deepEqual([both.output.lossless, both.output.cog.bands[0]?.nodata], [true, 255]);
});

test('tiles of a lossy picture have such a mask, and so has the overview of the whole', async (t) => {
  const planned = await planOfTiles(t, await picture(t, 3, '-a_nodata', '0'));
  const stem = stemOf(t);
  const tiles = await makeTiles(t, planned, stem, LOSSY);
  assert.ok(tiles.length >= 2);
  const wanted = masked(0);
  for (const tile of tiles) {
    const { column, row, width, height } = tile.window;
    const got = await bandOf(t, tile, 'mask,1');
    for (let line = 0; line < height; line += 1) {
      const from = (row + line) * WIDTH + column;
      const expected = wanted.subarray(from, from + width);
      assert.equal(Buffer.compare(got.subarray(line * width, (line + 1) * width), expected), 0, `${tile.id} ${line}`);
    }
  }
  const mosaic = await makeMosaic(t, planned, stem, tiles, LOSSY);
  assert.deepEqual(
    mosaic.mosaic.bands.map(({ nodata, statistics }) => [nodata, statistics?.valid_percent]),
    Array.from({ length: 3 }, () => [null, percent(wanted)]),
  );
  const { info } = await product(t, mosaic.overview);
  assert.deepEqual(info.bands[0].mask.flags, ['PER_DATASET']);
});

test('every product is a valid COG, strictly', async () => {
  await assertStrictCogs(5);
});
