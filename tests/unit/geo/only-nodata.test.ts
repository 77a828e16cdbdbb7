import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import { holdNothing } from '../../../src/geo/only-nodata.ts';

function header(...bands: object[]) {
  const full = bands.map((band, index) => ({ band: index + 1, block: [512, 512], type: 'Byte', ...band }));
  return parseGdalinfo(JSON.stringify({ size: [100, 100], bands: full }));
}

const red = { colorInterpretation: 'Red', noDataValue: 0 };
const alpha = { colorInterpretation: 'Alpha' };

const cases: [string, ReturnType<typeof header>, string, boolean][] = [
  ['nodata alone', header({ noDataValue: 7 }), '7\n7\n', true],
  ['one pixel of data', header({ noDataValue: 7 }), '7\n8\n', false],
  ['one band of data', header({ noDataValue: 7 }, { noDataValue: 7 }), '7\n7\n7\n8\n', false],
  ['each band its own nodata', header({ noDataValue: 7 }, { noDataValue: 8 }), '7\n8\n7\n8\n', true],
  ['no nodata declared', header({}), '0\n0\n', false],
  ['no number, declared or not', header({ type: 'Float32' }), 'nan\n-nan\n', true],
  ['no number beside another nodata', header({ type: 'Float32', noDataValue: -9999 }), 'nan\n-9999\n', true],
  ['infinity', header({ type: 'Float32', noDataValue: '-Infinity' }), '-inf\n', true],
  [
    'the least 32-bit number, which GDAL prints with other digits than it declares',
    header({ type: 'Float32', noDataValue: -3.4028235e38 }),
    '-3.40282346638529e+38\n',
    true,
  ],
  [
    'the least 32-bit number, declared in fewer digits',
    header({ type: 'Float32', noDataValue: -3.40282e38 }),
    '-3.40282346638529e+38\n',
    true,
  ],
  ['a fraction', header({ type: 'Float32', noDataValue: 0.1 }), '0.100000001490116\n', true],
  [
    'the least 64-bit number',
    header({ type: 'Float64', noDataValue: -1.7976931348623157e308 }),
    '-1.79769313486232e+308\n',
    true,
  ],
  [
    'transparent pixels, whatever their colour',
    header({ ...red, noDataValue: undefined }, alpha),
    '9\n0\n9\n0\n',
    true,
  ],
  ['an opaque pixel of the nodata value', header(red, alpha), '0\n0\n0\n255\n', false],
  ['nothing printed', header({ noDataValue: 7 }), '\n', false],
];
for (const [what, raster, values, nothing] of cases) {
  test(`${what}: ${nothing ? 'nothing' : 'something'} is there`, () =>
    assert.equal(holdNothing(raster, values), nothing));
}
