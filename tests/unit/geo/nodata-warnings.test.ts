import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import { nodataWarnings, validPixels } from '../../../src/geo/nodata-warnings.ts';

function header(...bands: object[]) {
  const full = bands.map((band, index) => ({ band: index + 1, block: [1, 1], type: 'Byte', ...band }));
  return parseGdalinfo(JSON.stringify({ size: [1, 1], bands: full }));
}

const MASK = { mask: { flags: ['PER_DATASET'] } };
const ALPHA = { colorInterpretation: 'Alpha', mask: { flags: ['ALL_VALID'] } };
const BY_ALPHA = { mask: { flags: ['PER_DATASET', 'ALPHA'] } };
const cases: [string, ReturnType<typeof header>, string, string[]][] = [
  ['nothing said', header({}), 'all', []],
  ['a nodata value that bytes have', header({ noDataValue: 255 }), 'nodata', []],
  ['one that they have not', header({ noDataValue: -9999 }), 'nodata', ['nodata_out_of_range']],
  ['a fraction', header({ noDataValue: 0.5 }), 'nodata', ['nodata_out_of_range']],
  ['no number, for bytes', header({ noDataValue: 'nan' }), 'nodata', ['nodata_out_of_range']],
  ['no number, for fractions', header({ noDataValue: 'nan', type: 'Float32' }), 'nodata', []],
  ['one of 64 bits', header({ noDataValue: -9999, type: 'Int64' }), 'nodata', []],
  [
    'one beyond 2^53',
    header({ noDataValue: '18446744073709551615', type: 'UInt64' }),
    'nodata',
    ['nodata_not_in_stac'],
  ],
  ['a mask', header(MASK), 'mask', []],
  ['alpha, which GDAL tells as a mask too', header(BY_ALPHA, ALPHA), 'alpha', []],
  [
    'alpha twice, of which the first is masked by the last',
    header(BY_ALPHA, { ...ALPHA, ...BY_ALPHA }, ALPHA),
    'alpha',
    [],
  ],
  ['alpha and a mask beside it', header(MASK, { ...ALPHA, ...MASK }), 'several', ['ambiguous_nodata']],
  ['alpha and a nodata value', header({ noDataValue: 0 }, ALPHA), 'several', ['ambiguous_nodata']],
  ['a mask and a nodata value', header({ noDataValue: 0, ...MASK }), 'several', ['ambiguous_nodata']],
  ['a scale of nothing', header({ scale: 0, offset: 1 }), 'all', ['invalid_scale']],
  ['a scale that is no number', header({ scale: 'NaN' }), 'all', []],
  ['a scale', header({ scale: 0.0001, offset: -0.1 }), 'all', []],
];
for (const [what, raster, way, codes] of cases) {
  test(`${what}: ${way}, ${codes.join(', ') || 'nothing to warn of'}`, () => {
    assert.equal(validPixels(raster), way);
    assert.deepEqual(
      nodataWarnings(raster).map(({ code }) => code),
      codes,
    );
  });
}
