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
  [1e300, 'Float32', 'refused'],
  ['inf', 'Float32', { nodata: 'inf' }],
  [-9999, 'Byte', 'refused'],
  [1.5, 'Byte', 'refused'],
  [256, 'Byte', 'refused'],
  [255, 'Byte', { nodata: 255 }],
  ['nan', 'UInt16', 'refused'],
  [-1, 'UInt16', 'refused'],
  [-32768, 'Int16', { nodata: -32768 }],
  [1e20, 'Int32', 'refused'],
  ['9223372036854775808', 'Int64', 'refused'],
  ['-9223372036854775808', 'Int64', { nodata: '-9223372036854775808' }],
  ['18446744073709551615', 'UInt64', { nodata: '18446744073709551615' }],
  ['18446744073709551616', 'UInt64', 'refused'],
  ['100000000000000000000000', 'Int64', 'refused'],
];
for (const [declared, type, wanted] of cases) {
  test(`${JSON.stringify(declared)} for ${type}`, () => {
    const got = declaredNodata(declared, type);
    if (wanted === 'refused') assert.equal('finding' in got && got.finding.code, 'nodata_out_of_range');
    else assert.deepEqual(got, wanted);
  });
}
