import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo, readNodata } from '../../../src/geo/gdalinfo.ts';

const info = {
  driverShortName: 'GTiff',
  size: [300, 200],
  coordinateSystem: { wkt: 'PROJCRS["WGS 84 / UTM zone 31N",BASEGEOGCRS["WGS 84"]]' },
  geoTransform: [500000, 10, 0, 5000000, 0, -10],
  metadata: { IMAGE_STRUCTURE: { LAYOUT: 'COG', COMPRESSION: 'ZSTD', INTERLEAVE: 'PIXEL' } },
  stac: { 'proj:epsg': 32631, 'proj:shape': [300, 200] },
  bands: [
    {
      band: 1,
      block: [512, 512],
      type: 'Float32',
      colorInterpretation: 'Gray',
      noDataValue: 'NaN',
      description: 'dsm',
      unit: 'm',
      checksum: 42,
      overviews: [{ size: [150, 100] }],
      metadata: {
        '': { STATISTICS_MINIMUM: '1', STATISTICS_MAXIMUM: '9', STATISTICS_MEAN: '5', STATISTICS_STDDEV: '2' },
      },
    },
  ],
};

test('a report becomes a header', () => {
  assert.deepEqual(parseGdalinfo(JSON.stringify(info)), {
    driver: 'GTiff',
    width: 300,
    height: 200,
    crs: { name: 'WGS 84 / UTM zone 31N', epsg: 32631, wkt2: info.coordinateSystem.wkt, projjson: null },
    geotransform: [500000, 10, 0, 5000000, 0, -10],
    gcps: 0,
    rpcs: false,
    otherImages: 0,
    layout: 'COG',
    compression: 'ZSTD',
    interleave: 'PIXEL',
    signedBytes: false,
    minIsWhite: false,
    tags: {},
    bands: [
      {
        index: 1,
        type: 'Float32',
        nodata: 'nan',
        colourInterpretation: 'gray',
        description: 'dsm',
        scale: null,
        offset: null,
        unit: 'm',
        block: [512, 512],
        packedBits: false,
        bits: null,
        hasMask: false,
        hasPalette: false,
        palette: null,
        tags: {},
        hasCategories: false,
        overviews: [[150, 100]],
        checksum: 42,
        statistics: { minimum: 1, maximum: 9, mean: 5, stddev: 2, valid_percent: null },
      },
    ],
  });
});

test('what is absent is null', () => {
  const header = parseGdalinfo('{"driverShortName":"GTiff","size":[1,1],"bands":[]}');
  assert.deepEqual([header.crs, header.geotransform, header.gcps, header.bands], [null, null, 0, []]);
});

test('what is no JSON object is an error', () => {
  assert.throws(() => parseGdalinfo(''), SyntaxError);
  assert.throws(() => parseGdalinfo('[]'), SyntaxError);
});

const nodata: [unknown, unknown][] = [
  [0, 0],
  [-9999, -9999],
  ['NaN', 'nan'],
  ['-nan', 'nan'],
  ['Infinity', 'inf'],
  ['-inf', '-inf'],
  ['-3.4028234663852886e+38', -3.4028234663852886e38],
  ['-1.79769313486232e+308', -Number.MAX_VALUE],
  ['', null],
  ['none', null],
  [undefined, null],
];
for (const [value, read] of nodata) {
  test(`nodata ${JSON.stringify(value)} is read as ${JSON.stringify(read)}`, () => {
    assert.equal(readNodata(value as string), read);
  });
}

test('a nodata value of 64 bits is kept to its last digit, and a float is a number', () => {
  const band = (type: string, printed: string) =>
    parseGdalinfo(
      `{"size":[1,1],"bands":[{"band":1,"type":"${type}","description":"\\"noDataValue\\":1234567890123456789","noDataValue":${printed}}]}`,
    ).bands[0]?.nodata;
  assert.equal(band('Int64', '9007199254740993'), '9007199254740993');
  assert.equal(band('Int64', '-9223372036854775808'), '-9223372036854775808');
  assert.equal(band('UInt64', '"18446744073709551615"'), '18446744073709551615');
  assert.equal(band('UInt64', '"7"'), 7);
  assert.equal(band('Int64', '-9007199254740991'), -9007199254740991);
  assert.equal(band('Float64', '12345678901234567890'), 12345678901234567000);
  assert.equal(band('Float64', '1234567890123456.5'), 1234567890123456.5);
});

test('a nodata value of which GDAL prints eight digits is the float that they are of', () => {
  const held = (printed: string, type = 'Float32') =>
    parseGdalinfo(`{"size":[1,1],"bands":[{"band":1,"type":"${type}","noDataValue":${printed}}]}`).bands[0]?.nodata;
  assert.equal(held('-3.4028235e+38'), -3.4028234663852886e38);
  assert.equal(held('3.4028235e+38'), 3.4028234663852886e38);
  assert.equal(held('-9999.9'), -9999.900390625);
  assert.equal(held('-9999.0'), -9999);
  assert.equal(held('"Infinity"'), 'inf');
  assert.equal(held('-3.4028235e+38', 'Float64'), -3.4028235e38);
});
