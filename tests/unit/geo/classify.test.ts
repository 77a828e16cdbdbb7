import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyRaster } from '../../../src/geo/classify.ts';
import { type DeclaredType, declaredTypeFinding } from '../../../src/geo/declared-type.ts';
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

test('colours in another order are told, with what to do', () => {
  const bgr = classifyRaster(colours('Blue', 'Green', 'Red'), 'auto');
  assert.deepEqual([bgr.raster_class, bgr.warnings[0]?.code], ['multispectral', 'colours_in_other_order']);
  assert.match(bgr.warnings[0]?.message ?? '', /gdal_translate -b 3 -b 2 -b 1\)/);
  const argb = classifyRaster(colours('Alpha', 'Red', 'Green', 'Blue'), 'auto');
  assert.match(argb.warnings[0]?.message ?? '', /gdal_translate -b 2 -b 3 -b 4 -b 1\)/);
  assert.deepEqual(classifyRaster(colours('Red', 'Green', 'Gray'), 'auto').warnings, []);
});

test('what the sender declares counts', () => {
  assert.equal(classifyRaster(bandsOf({}), 'categorical').raster_class, 'categorical');
  assert.equal(classifyRaster(bandsOf({}, {}, {}), 'rgb').raster_class, 'rgb');
});

const float = bandsOf({ type: 'Float32' });
const rgb = colours('Red', 'Green', 'Blue');
const rgba = colours('Red', 'Green', 'Blue', 'Alpha');
const palette = bandsOf({ colorInterpretation: 'Palette', colorTable: { count: 2 } });
const declarations: [DeclaredType, string, ReturnType<typeof bandsOf>, 'fits' | 'impossible' | 'doubtful'][] = [
  ['auto', 'anything', float, 'fits'],
  ['rgb', 'red, green and blue', rgb, 'fits'],
  ['rgb', 'one band', float, 'impossible'],
  ['rgb', 'red, green, blue and alpha', rgba, 'doubtful'],
  ['rgb', 'three bands of fractions', bandsOf(...Array(3).fill({ type: 'Float32' })), 'doubtful'],
  ['rgba', 'red, green, blue and alpha', rgba, 'fits'],
  ['rgba', 'red, green and blue', rgb, 'impossible'],
  ['rgba', 'four bands of which none is alpha', colours('Gray', 'Gray', 'Gray', 'Gray'), 'doubtful'],
  ['dem', 'one band', float, 'fits'],
  ['dem', 'red, green and blue', rgb, 'impossible'],
  ['dem', 'a palette', palette, 'impossible'],
  ['dem', 'two bands', bandsOf({}, {}), 'doubtful'],
  ['categorical', 'a palette', palette, 'fits'],
  ['categorical', 'fractions', float, 'impossible'],
  ['categorical', 'red, green and blue', rgb, 'impossible'],
  ['categorical', 'two bands', bandsOf({}, {}), 'doubtful'],
  ['multispectral', 'two bands', bandsOf({}, {}), 'fits'],
  ['multispectral', 'one band', float, 'impossible'],
  ['multispectral', 'red, green and blue', rgb, 'doubtful'],
];
for (const [declared, what, header, wanted] of declarations) {
  test(`${what} declared as ${declared}: ${wanted}`, () => {
    const finding = declaredTypeFinding(header.bands, declared);
    assert.equal(finding?.code, wanted === 'impossible' ? 'raster_type_mismatch' : undefined);
    if (finding) return;
    const codes = classifyRaster(header, declared).warnings.map(({ code }) => code);
    assert.deepEqual(codes, wanted === 'doubtful' ? ['raster_type_doubtful'] : []);
  });
}

test('what is wrong with a declaration is said in words', () => {
  assert.equal(
    declaredTypeFinding(rgb.bands, 'dem')?.message,
    'The raster was declared as dem (raster_type), but its bands are red, green and blue: it has 3 bands of type Byte; declare what it is, or auto.',
  );
});
