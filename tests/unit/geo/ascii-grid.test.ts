import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asciiGridReader } from '../../../src/geo/ascii-grid.ts';

const HEADER = 'ncols 3\nnrows 2\nxllcorner 0.5\nyllcorner 0.5\ncellsize 1.5\n';

function read(values: string, header = HEADER, pieces = 7) {
  const text = header + values;
  const reader = asciiGridReader();
  for (let at = 0; at < text.length; at += pieces) if (!reader.take(text.slice(at, at + pieces))) break;
  return reader.finish();
}

const TYPES: [string, string, string][] = [
  ['whole numbers', '1 2 3\n4 5 -2147483648\n', 'Int32'],
  ['no line at the end', '1 2 3 4 5 +6', 'Int32'],
  ['a fraction', '1 2 3\r\n4 5 6.25\r\n', 'Float32'],
  ['a comma for a point', '1 2 3 4 5 6,25', 'Float32'],
  ['an exponent', '1 2 3 4 5 1e3', 'Float32'],
  ['no number where there is none', '1 2 3 4 nan -1.#IND', 'Float32'],
  ['what GDAL writes of a Float32', '0.10000000149011611938 345.67889 273.149993896484375 1 2 -3.40282e+38', 'Float32'],
  ['whole numbers beyond 32 bits', '1 2 3 4 5 12345678901', 'Float64'],
  ['unsigned 32 bits', '1 2 3 4 5 4294967295', 'Float64'],
  ['whole numbers that no Float32 is, and a fraction', '16777217 0.5 3 4 5 6', 'Float64'],
  ['more digits than a Float32 has', '1 2 3 4 5 123456789.123', 'Float64'],
  ['more than a Float32 can be', '1 2 3 4 5 1e39', 'Float64'],
  ['less than a Float32 can be', '1 2 3 4 5 1e-50', 'Float64'],
  ['what a Float32 would make the largest number of', '1 2 3 4 5 inf', 'Float64'],
];
for (const [what, values, type] of TYPES) {
  test(`read as ${type}: ${what}`, () => {
    for (const pieces of [1, 7, 1000]) assert.equal(read(values, HEADER, pieces), type);
  });
}

test('the type has the NODATA_value, too', () => {
  const withNodata = (value: string) => read('1 2 3 4 5 6', `${HEADER}NODATA_value ${value}\n`);
  assert.deepEqual(['-9999', '-9999.0', '-99999999999'].map(withNodata), ['Int32', 'Float32', 'Float64']);
});

const REFUSED: [string, RegExp][] = [
  ['1 2 3\n4 abc 6', /^The value in row 2, column 2 is "abc", which is no number\. Correct the ASCII grid/],
  ['1 2 3\n4 1abc 6', /"1abc", which is no number/],
  ['1 2 3\n4 1,234.5 6', /no number/],
  ['1 2 3\n4 0x10 6', /no number/],
  ['1 2 3\n4 . 6', /no number/],
  ['1 2 3\n4 1e999 6', /"1e999", which is more than a double can be/],
  ['1 2 3\n4 9007199254740993 6', /"9007199254740993", a whole number of more digits than a double has/],
  [`1 2 3\n4 ${'9'.repeat(400)} 6`, /row 2, column 2 is "9{24}…", a whole number/],
  ['1 2 3\n4 5', /declares 3 columns and 2 rows, 6 values, and 5 follow: it may have been cut off\./],
  ['1 2 3\n4 5 6\n7 8 9', /declares 3 columns and 2 rows, 6 values, and 9 follow\./],
];
for (const [values, message] of REFUSED) {
  test(`refused: ${JSON.stringify(values.slice(0, 40))}`, () => {
    const found = read(values);
    assert.ok(typeof found === 'object', String(found));
    assert.equal(found.code, 'invalid_ascii_grid');
    assert.match(found.message, message);
  });
}

test('a word instead of the NODATA_value is refused, and a header without sizes is left to GDAL', () => {
  const found = read('1 2 3 4 5 6', `${HEADER}NODATA_value none\n`);
  assert.match(typeof found === 'object' ? found.message : found, /^The NODATA_value is "none", which is no number/);
  assert.equal(read('1 2 3', 'ncols 0\nnrows 2\n'), 'Int32');
});

const sized = (...lines: string[]) => ['ncols 3', 'nrows 2', ...lines, 'cellsize 1.5', ''].join('\n');

test('a place is told by two corners or by two centres, in any order', () => {
  for (const header of [
    sized('yllcorner 1', 'xllcorner 2'),
    sized('XLLCENTER 1', 'YLLCENTER 2'),
    'cellsize 1\nxllcorner 0\nyllcorner 0\nncols 3\nnrows 2\n',
    sized('xllcorner 1', 'yllcorner 2', 'xllcorner 1'),
  ]) {
    assert.equal(read('1 2 3 4 5 6', header), 'Int32', header);
  }
});

const MISPLACED: [string, RegExp][] = [
  [
    sized('xllcorner 1', 'yllcenter 2'),
    /^The header tells its place by xllcorner and yllcenter, and needs xllcorner and/,
  ],
  [sized('xllcenter 1', 'yllcorner 2'), /by xllcenter and yllcorner, and needs/],
  [sized('xllcorner 1', 'yllcorner 2', 'xllcenter 1', 'yllcenter 2'), /by xllcenter and xllcorner and yllcenter and/],
  [sized('yllcorner 2'), /its place by yllcorner, and needs/],
  [sized(), /^The header tells no place, and needs/],
  [sized('xllcorner east', 'yllcorner 2'), /^The xllcorner is "east", which is no number/],
  [sized('xllcorner 1', 'yllcorner 2', 'xllcorner 3'), /^The header tells xllcorner twice, "1" and "3"/],
];
for (const [header, message] of MISPLACED) {
  test(`refused: ${JSON.stringify(header)}`, () => {
    const found = read('1 2 3 4 5 6', header);
    assert.ok(typeof found === 'object', String(found));
    assert.equal(found.code, 'invalid_ascii_grid');
    assert.match(found.message, message);
  });
}
