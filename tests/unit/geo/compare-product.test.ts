import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareProduct } from '../../../src/geo/compare-product.ts';
import { compareTags } from '../../../src/geo/compare-tags.ts';
import { parseGdalinfo, type RasterHeader } from '../../../src/geo/gdalinfo.ts';

const own = { lossless: true, crs: null, nodata: null, overviews: [] };

function header(band: object = {}, more: object = {}): RasterHeader {
  return parseGdalinfo(
    JSON.stringify({
      size: [300, 200],
      coordinateSystem: { wkt: 'PROJCRS["A"]' },
      geoTransform: [500000, 10, 0, 5000000, 0, -10],
      metadata: { IMAGE_STRUCTURE: { LAYOUT: 'COG' } },
      bands: [{ band: 1, block: [512, 512], type: 'UInt16', colorInterpretation: 'Gray', checksum: 7, ...band }],
      ...more,
    }),
  );
}

test('the same is no difference', () => {
  assert.deepEqual(compareProduct(header(), header(), own), []);
});

const cases: [string, Parameters<typeof compareProduct>[1], RegExp][] = [
  ['pixels', header({ checksum: 8 }), /^band 1 checksum: 7 became 8$/],
  ['type', header({ type: 'Float32' }), /^band 1 type: "UInt16" became "Float32"$/],
  ['nodata', header({ noDataValue: 0 }), /^band 1 nodata: null became 0$/],
  ['colour', header({ colorInterpretation: 'Red' }), /^band 1 colour interpretation/],
  ['description', header({ description: 'x' }), /^band 1 description/],
  ['scale', header({ scale: 2 }), /^band 1 scale: 1 became 2$/],
  ['offset', header({ offset: 2 }), /^band 1 offset: 0 became 2$/],
  ['mask', header({ mask: { flags: ['PER_DATASET'] } }), /^band 1 mask: false became true$/],
  ['colour table', header({ colorTable: {} }), /^band 1 colour table/],
  ['mask', { ...header(), maskChecksum: 9 }, /^mask checksum: null became 9$/],
  ['grid of control points', header({}, { gcps: { gcpList: [{}] } }), /^ground control points: 0 became 1$/],
  ['size', header({}, { size: [300, 201] }), /^size/],
  ['overviews', header({ overviews: [{ size: [150, 100] }] }), /^band 1 overviews: "" became "150 × 100"$/],
  ['layout', header({}, { metadata: {} }), /^layout: "COG" became null$/],
  ['place', header({}, { geoTransform: [500001, 10, 0, 5000000, 0, -10] }), /^geotransform/],
  ['CRS', header({}, { coordinateSystem: { wkt: 'PROJCRS["B"]' } }), /^CRS: A became B; warp/],
];
for (const [what, product, says] of cases) {
  test(`another ${what} is a difference`, () => {
    const differences = compareProduct(header(), product, own);
    assert.equal(differences.length, 1);
    assert.match(differences[0] ?? '', says);
  });
}

test('what is declared is what is expected', () => {
  const expected = { ...own, nodata: 0, crs: { name: 'B', epsg: null, wkt2: 'PROJCRS["B"]', projjson: null } };
  const product = header({ noDataValue: 0 }, { coordinateSystem: { wkt: 'PROJCRS["B"]' } });
  assert.deepEqual(compareProduct(header(), product, expected), []);
});

test('a float that is declared in more digits than GDAL prints is the one that it prints', () => {
  const float = (noDataValue?: number) => header({ type: 'Float32', ...(noDataValue && { noDataValue }) });
  const expected = { ...own, nodata: 1000.00006103515 };
  assert.deepEqual(compareProduct(float(), float(1000.0001), expected), []);
  assert.deepEqual(compareProduct(float(), float(1000.0002), expected).length, 1);
});

test('a band without a colour becomes grey, and no grey one loses it', () => {
  const none = header({ colorInterpretation: 'Undefined' });
  assert.deepEqual(compareProduct(none, header(), own), []);
  assert.equal(compareProduct(header(), none, own).length, 1);
  assert.equal(compareProduct(none, header({ colorInterpretation: 'Red' }), own).length, 1);
});

test('a bitmap gets a colour table of black and white, and no other', () => {
  const bit = { metadata: { IMAGE_STRUCTURE: { NBITS: '1' } } };
  const shown = (...entries: number[][]) => header({ ...bit, colorInterpretation: 'Palette', colorTable: { entries } });
  const [black, white] = [
    [0, 0, 0, 255],
    [255, 255, 255, 255],
  ] as const;
  assert.deepEqual(compareProduct(header(bit), shown([...black], [...white]), own), []);
  assert.equal(compareProduct(header(bit), shown([...white], [...black]), own).length, 2);
  assert.equal(compareProduct(header(), shown([...black], [...white]), own).length, 2);
});

test('lossy compression may change pixels and nothing else', () => {
  assert.deepEqual(compareProduct(header(), header({ checksum: 8 }), { ...own, lossless: false }), []);
});

test('lossy compression leaves masks and alpha bands as they are', () => {
  const lossy = { ...own, lossless: false };
  const [one, other] = [
    { ...header(), maskChecksum: 1 },
    { ...header(), maskChecksum: 2 },
  ];
  assert.deepEqual(compareProduct(one, other, lossy), ['mask checksum: 1 became 2']);
  const alpha = (checksum: number) => header({ colorInterpretation: 'Alpha', checksum });
  assert.deepEqual(compareProduct(alpha(7), alpha(8), lossy), ['band 1 checksum: 7 became 8']);
});

test('the colours of a table are compared, and its opacity is not', () => {
  const table = (...entries: number[][]) => header({ colorTable: { entries } });
  const [one, faint] = [table([1, 2, 3, 255]), table([1, 2, 3, 0], [9, 9, 9, 255])];
  assert.deepEqual(compareProduct(one, faint, own), []);
  assert.deepEqual(compareProduct(one, table([1, 2, 4, 255]), own), ['band 1 colour of 0: [1,2,3] became [1,2,4]']);
});

test('metadata that is lost is told', () => {
  const tagged = (tags: object, ofBand: object) => header({ metadata: { '': ofBand } }, { metadata: { '': tags } });
  const source = tagged({ mission: 'S2', AREA_OR_POINT: 'Area' }, { wavelength: '665' });
  assert.deepEqual(
    compareTags(source, tagged({ mission: 'S2', AREA_OR_POINT: 'Area', more: '1' }, { wavelength: '665' })),
    [],
  );
  const [warning] = compareTags(source, tagged({ AREA_OR_POINT: 'Point' }, {}));
  assert.equal(warning?.code, 'metadata_changed');
  assert.match(warning?.message ?? '', /product: mission, AREA_OR_POINT, band 1 wavelength\.$/);
});

test('statistics of other pixels are told', () => {
  const figures = (maximum: number) => ({
    metadata: {
      '': { STATISTICS_MINIMUM: '1', STATISTICS_MAXIMUM: `${maximum}`, STATISTICS_MEAN: '2', STATISTICS_STDDEV: '1' },
    },
  });
  assert.deepEqual(compareTags(header(figures(9)), header(figures(9.000001))), []);
  assert.deepEqual(
    compareTags(header(figures(9)), header(figures(8))).map(({ code }) => code),
    ['stale_statistics'],
  );
});
