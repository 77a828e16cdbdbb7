import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildAsset, buildOtherAsset } from '../../../src/activities/stac_register_item/build-asset.ts';
import type { Nodata } from '../../../src/geo/raster.ts';
import { cogOfTest, rasterOfTest, TILE } from '../../integration/support/raster-fixtures.ts';

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
