import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredNodata } from '../../../src/geo/declared-nodata.ts';
import type { Nodata } from '../../../src/geo/raster.ts';

const cases: [Nodata, string, object | 'refused'][] = [
  [-9999, 'Int64', { nodata: -9999 }],
  [2 ** 53, 'Int64', 'refused'],
  [2 ** 53, 'Float64', { nodata: 2 ** 53 }],
  ['9007199254740993', 'Int64', { nodata: '9007199254740993' }],
  ['0009007199254740993' as Nodata, 'UInt64', { nodata: '9007199254740993' }],
  ['0000000000000000007' as Nodata, 'UInt64', { nodata: 7 }],
  ['9007199254740993', 'Float64', { nodata: 2 ** 53 }],
  ['nan', 'Float32', { nodata: 'nan' }],
  [-3.4028234663852886e38, 'Float32', { nodata: -3.4028234663852886e38 }],
  [-3.4028235e38, 'Float32', { nodata: -3.4028234663852886e38 }],
  [0.1, 'Float32', { nodata: 0.10000000149011612 }],
  [0.1, 'Float64', { nodata: 0.1 }],
];
for (const [declared, type, wanted] of cases) {
  test(`${JSON.stringify(declared)} for ${type}`, () => {
    const got = declaredNodata(declared, type);
    if (wanted === 'refused') assert.equal('finding' in got && got.finding.code, 'nodata_out_of_range');
    else assert.deepEqual(got, wanted);
  });
}
