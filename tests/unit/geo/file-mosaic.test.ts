import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disagreements, farApart, gridOf, type MosaicFile } from '../../../src/geo/file-mosaic.ts';
import type { HeaderBand } from '../../../src/geo/gdalinfo.ts';
import type { PixelWindow } from '../../../src/geo/pixels/pixel-windows.ts';
import type { Geotransform } from '../../../src/geo/raster.ts';
import { anyOverlap, commonPart, leavesGaps } from '../../../src/geo/tile-cover.ts';

const BAND: HeaderBand = {
  ...{ index: 1, type: 'Byte', nodata: 0, colourInterpretation: 'gray', description: null, scale: null, offset: null },
  ...{ unit: null, block: [512, 512], packedBits: false, bits: null, hasMask: false, hasPalette: false, palette: null },
  ...{ hasCategories: false, overviews: [], checksum: null, tags: {}, statistics: null },
};
const crsOf = (epsg: number) => ({ name: `CRS ${epsg}`, epsg, wkt2: `PROJCRS["${epsg}"]`, projjson: null });
const at = (x: number, y: number, pixel = 10): Geotransform => [x, pixel, 0, y, 0, -pixel];

function file(more: Partial<MosaicFile> = {}, band: Partial<HeaderBand> = {}): MosaicFile {
  return {
    width: 100,
    height: 50,
    crs: crsOf(32631),
    geotransform: at(500_000, 5_000_000),
    bands: [{ ...BAND, ...band }],
    ...more,
  };
}

const BOTH = { crs: true };
const differences = (other: MosaicFile) => disagreements(other, file(), BOTH);

test('files that lie on one grid and are alike make one raster', () => {
  assert.deepEqual(differences(file({ geotransform: at(501_000, 4_999_500), width: 7 })), []);
  assert.deepEqual(differences(file({}, { scale: 1, offset: 0, block: [100, 1], tags: { a: 'b' } })), []);
  // Rounding of coordinates, of a pixel's size and of both.
  assert.deepEqual(differences(file({ geotransform: [501_000.05, 10.0005, 0, 4_999_500, 0, -10] })), []);
});

test('a file that differs is told how, and what to do', () => {
  const odd: [MosaicFile, RegExp][] = [
    [file({ crs: crsOf(32632) }), /^is in CRS 32632, and the first in CRS 32631; warp it \(gdalwarp -t_srs\)$/],
    [file({ crs: null }), /^is in unknown, and/],
    [file({ geotransform: at(501_000, 5_000_000, 20) }), /^has pixels of 20 × 20, and the first of 10 × 10; warp/],
    [file({ geotransform: at(501_003, 5_000_000) }), /0\.300 of a pixel across and 0\.000 down/],
    [file({ geotransform: at(501_000, 4_999_999.8) }), /0\.000 of a pixel across and 0\.020 down/],
    [file({ bands: [BAND, BAND] }), /^has 2 bands, and the first 1; choose/],
    [file({}, { type: 'UInt16' }), /^has another pixel type in band 1, UInt16 and not Byte; convert/],
    [file({}, { nodata: null }), /nodata value in band 1, none and not 0/],
    [file({}, { nodata: 'nan' }), /nodata value in band 1, nan and not 0/],
    [file({}, { bits: 4 }), /number of bits/],
    [file({}, { hasMask: true }), /mask in band 1, true and not false/],
    [file({}, { colourInterpretation: 'red' }), /colour interpretation in band 1, red and not gray/],
    [file({}, { palette: [[1, 2, 3, 255]] }), /colour table in band 1, one of its own and not none/],
    [file({}, { scale: 0.1 }), /scale in band 1, 0\.1 and not 1/],
    [file({}, { offset: 5 }), /offset in band 1, 5 and not 0/],
    [file({}, { unit: 'ft' }), /unit in band 1, ft and not none/],
    [file({}, { description: 'red' }), /description in band 1, red and not none/],
  ];
  for (const [other, said] of odd) {
    const [difference = 'nothing', ...more] = differences(other);
    assert.match(difference, said);
    assert.deepEqual(more, [], difference);
  }
});

test('a declared CRS stands for those of all files', () => {
  assert.deepEqual(disagreements(file({ crs: null }), file(), { crs: false }), []);
});

test('the grid is that of the first file, around all of them', () => {
  const files = [
    file(),
    file({ geotransform: at(499_000.04, 5_000_200), width: 30, height: 20 }),
    file({ geotransform: at(500_500, 4_999_800) }),
  ] as const;
  assert.deepEqual(gridOf([...files]), {
    ...{ width: 250, height: 90, geotransform: at(499_000, 5_000_200) },
    windows: [
      { column: 100, row: 20, width: 100, height: 50 },
      { column: 0, row: 0, width: 30, height: 20 },
      { column: 150, row: 40, width: 100, height: 50 },
    ],
  });
});

const window = (column: number, row: number, width: number, height: number): PixelWindow => ({
  column,
  row,
  width,
  height,
});

test('gaps and overlaps of windows are found', () => {
  const quarters = [window(0, 0, 5, 4), window(5, 0, 5, 4), window(0, 4, 5, 6), window(5, 4, 5, 6)];
  assert.deepEqual([leavesGaps(quarters, 10, 10), anyOverlap(quarters)], [false, false]);
  assert.ok(leavesGaps(quarters.slice(1), 10, 10));
  assert.ok(leavesGaps(quarters, 11, 10));
  assert.ok(leavesGaps([], 1, 1));
  // One pixel in the middle, of windows whose areas come to more than all.
  const around = [window(0, 0, 10, 5), window(0, 6, 10, 4), window(0, 5, 5, 1), window(6, 5, 4, 1), window(0, 0, 9, 2)];
  assert.deepEqual([leavesGaps(around, 10, 10), anyOverlap(around)], [true, true]);
  assert.ok(!leavesGaps([...around, window(5, 5, 1, 1)], 10, 10));
  assert.deepEqual(commonPart(window(0, 0, 5, 5), window(3, 4, 9, 9)), window(3, 4, 2, 1));
  assert.equal(commonPart(window(0, 0, 5, 5), window(5, 0, 5, 5)), undefined);
});

test('a raster that is too large because its files lie far apart is told as that', () => {
  const finding = { code: 'raster_too_large', message: 'It is too large.' };
  const files = [{ window: window(0, 0, 100, 50) }, { window: window(9900, 50, 100, 50) }];
  const [told, ...more] = farApart([finding], { width: 10_000, height: 100, files });
  assert.deepEqual([told?.code, more], ['raster_too_large', []]);
  assert.match(
    told?.message ?? '',
    /^The files lie far apart: .* 10,000 × 100 pixels, of which they fill 1 %, and that/,
  );
  const [least] = farApart([finding], { width: 1e9, height: 1e9, files });
  assert.match(least?.message ?? '', /fill less than 0\.01 %, and/);
  const beside = [{ window: window(0, 0, 100, 100) }];
  assert.deepEqual(farApart([finding], { width: 150, height: 100, files: beside }), [finding]);
});

test('files that fill less than a twentieth of their raster lie far apart, however small it is', () => {
  const other = { code: 'rotated_geotransform', message: 'It is rotated.' };
  const files = [{ window: window(0, 0, 100, 100) }, { window: window(5000, 5000, 100, 100) }];
  const [first, far] = farApart([other], { width: 5100, height: 5100, files });
  assert.deepEqual([first, far?.code], [other, 'implausible_size']);
  assert.match(far?.message ?? '', /5,100 × 5,100 pixels, of which they fill 0\.077 %, and at least 5 % are needed\./);
  const codes = (...columns: number[]) =>
    farApart([], { width: 3000, height: 100, files: columns.map((at) => ({ window: window(at, 0, 100, 100) })) })
      .length;
  // Of two that lie over each other the pixels count once.
  assert.deepEqual([codes(0, 2900), codes(0, 0), codes(0, 10)], [0, 1, 1]);
});
