import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildAsset, buildOtherAsset } from '../../../src/activities/stac_register_item/build-asset.ts';
import type { Nodata } from '../../../src/geo/raster.ts';
import { cogOfTest, rasterOfTest, TILE } from '../../integration/support/raster-fixtures.ts';

for (const bits of [1, 12, null]) {
  test(`of ${bits ?? 'all'} bits a pixel ${bits ? 'that number is told' : 'nothing is said'}`, () => {
    const cog = cogOfTest();
    const asset = buildAsset({ ...cog, bands: cog.bands.map((band) => ({ ...band, bits })) }, 'a.tif', null);
    const [band] = asset.bands as [Record<string, unknown>];
    const tile = buildOtherAsset({ ...TILE, data_type: 'UInt16', bounds: null, bits }, 'b.tif', rasterOfTest());
    const told = bits ? [bits, bits] : [undefined, undefined];
    assert.deepEqual([band['raster:bits_per_sample'], tile['raster:bits_per_sample']], told);
  });
}

test('places and sizes of pixels of a tile have no digits that come of working them out', () => {
  const raster = rasterOfTest({ resolution: [0.2, 0.2], bounds: [0, 0, 600, 600] });
  const bounds: [number, number, number, number] = [595.6959999999984, 0.30000000000000004, 599.6959999999983, 2.3];
  const tile = buildOtherAsset({ ...TILE, data_type: 'UInt16', bounds, width: 20, height: 10 }, 'b.tif', raster);
  assert.deepEqual(tile['proj:bbox'], [595.696, 0.3, 599.696, 2.3]);
  assert.deepEqual(tile['proj:transform'], [0.2, 0, 595.696, 0, -0.2, 2.3]);
  assert.equal(tile['raster:spatial_resolution'], 0.2);
});

const cases: [Nodata, Nodata | undefined][] = [
  [0, 0],
  [-9999, -9999],
  ['-inf', '-inf'],
  ['9007199254740993', undefined],
  ['-9223372036854775808', undefined],
];
for (const [nodata, told] of cases) {
  test(`the nodata value ${nodata} is ${told === undefined ? 'left out' : 'told'}`, () => {
    const cog = cogOfTest();
    const asset = buildAsset({ ...cog, bands: cog.bands.map((band) => ({ ...band, nodata })) }, 'a.tif', null);
    const [band] = asset.bands as [Record<string, unknown>];
    assert.equal(band.nodata, told);
    const tile = buildOtherAsset({ ...TILE, bounds: null, data_type: 'Int64', nodata }, 'b.tif', rasterOfTest());
    assert.equal(tile.nodata, told);
  });
}
