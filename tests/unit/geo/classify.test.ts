import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyRaster } from '../../../src/geo/classify.ts';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';

function bandsOf(...bands: object[]) {
  const full = bands.map((band, index) => ({
    band: index + 1,
    block: [1, 1],
    type: 'Byte',
    colorInterpretation: 'Gray',
    ...band,
  }));
  return parseGdalinfo(JSON.stringify({ size: [1, 1], bands: full }));
}

const colours = (...names: string[]) => bandsOf(...names.map((colorInterpretation) => ({ colorInterpretation })));

const cases: [string, ReturnType<typeof bandsOf>, string][] = [
  ['red, green and blue', colours('Red', 'Green', 'Blue'), 'rgb'],
  ['red, green, blue and alpha', colours('Red', 'Green', 'Blue', 'Alpha'), 'rgba'],
  ['one band with a palette', bandsOf({ colorInterpretation: 'Palette', colorTable: { count: 2 } }), 'palette'],
  ['category names', bandsOf({ categories: ['water', 'land'] }), 'categorical'],
  ['a description of classes', bandsOf({ description: 'land cover 2020' }), 'categorical'],
  ['classes cannot be fractions', bandsOf({ description: 'class', type: 'Float32' }), 'continuous'],
  ['a description of elevation', bandsOf({ description: 'DSM', type: 'Float32' }), 'dem'],
  ['values in metres', bandsOf({ unit: 'metre', type: 'Int16' }), 'dem'],
  ['three bands that are not colours', colours('Gray', 'Undefined', 'Undefined'), 'multispectral'],
  ['one band', bandsOf({ type: 'Float32' }), 'continuous'],
];
for (const [what, header, wanted] of cases) {
  test(`${what}: ${wanted}`, () => {
    const found = classifyRaster(header, 'auto');
    assert.deepEqual([found.raster_class, found.evidence.length, found.warnings], [wanted, 1, []]);
  });
}

test('what the sender declares counts where the bands allow it', () => {
  assert.equal(classifyRaster(bandsOf({}), 'categorical').raster_class, 'categorical');
  assert.equal(classifyRaster(bandsOf({}, {}, {}), 'rgb').raster_class, 'rgb');
});

test('what cannot be is warned of', () => {
  const found = classifyRaster(bandsOf({ type: 'Float32' }), 'rgb');
  assert.equal(found.raster_class, 'continuous');
  assert.deepEqual(found.warnings, [
    {
      code: 'raster_type_mismatch',
      message: 'It was declared as rgb, but has 1 bands of type Float32; it is taken as continuous.',
    },
  ]);
});
