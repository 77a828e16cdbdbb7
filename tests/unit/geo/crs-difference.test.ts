import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crsDifference, sameCrs } from '../../../src/geo/crs-difference.ts';
import type { JsonObject } from '../../../src/plan/json.ts';

const WGS84 = { name: 'WGS 84', semi_major_axis: 6378137, inverse_flattening: 298.257223563 };
const axis = (direction: string, unit: string | JsonObject = 'metre') => ({ name: direction, direction, unit });
const LONGITUDE_FIRST = { subtype: 'ellipsoidal', axis: [axis('east', 'degree'), axis('north', 'degree')] };
const LATITUDE_FIRST = { subtype: 'ellipsoidal', axis: [axis('north', 'degree'), axis('east', 'degree')] };

/** As a raster of GDAL 3.10 says it. */
const BASE = {
  name: 'WGS 84',
  datum: { type: 'GeodeticReferenceFrame', name: 'World Geodetic System 1984', ellipsoid: WGS84, id: { code: 6326 } },
  coordinate_system: LONGITUDE_FIRST,
};
const EASTING = { name: 'False easting', value: 0, unit: 'metre' };
const NORTHING = { name: 'False northing', value: 0, unit: 'metre', id: { code: 8807 } };

function sinusoidal(change: { base?: object; parameters?: object[]; axes?: object[]; method?: string } = {}) {
  const {
    base = {},
    parameters = [EASTING, NORTHING],
    axes = [axis('east'), axis('north')],
    method = 'Sinusoidal',
  } = change;
  const projjson = {
    type: 'ProjectedCRS',
    name: 'World_Sinusoidal',
    base_crs: { ...BASE, ...base },
    conversion: { name: 'x', method: { name: method }, parameters },
    coordinate_system: { subtype: 'Cartesian', axis: axes },
  } as unknown as JsonObject;
  return { name: 'World_Sinusoidal', epsg: null, wkt2: JSON.stringify(projjson), projjson };
}

const ensemble = { name: 'World Geodetic System 1984 ensemble', members: [{ name: 'G730' }], ellipsoid: WGS84 };
const MINOR = { name: 'WGS 84', semi_major_axis: 6378137, semi_minor_axis: 6356752.314245179 };
const alike: [string, Parameters<typeof sinusoidal>[0]][] = [
  [
    'with another order of latitude and longitude below it',
    { base: { coordinate_system: LATITUDE_FIRST, id: { code: 4326 } } },
  ],
  ['with an ensemble for a datum', { base: { datum: undefined, datum_ensemble: ensemble } }],
  ['with a datum as Esri writes it', { base: { datum: { name: 'D_WGS_1984', ellipsoid: WGS84 } } }],
  [
    'with Greenwich written out',
    { base: { datum: { ...BASE.datum, prime_meridian: { name: 'Greenwich', longitude: 0 } } } },
  ],
  ['with an ellipsoid by its smaller axis', { base: { datum: { ...BASE.datum, ellipsoid: MINOR } } }],
  ['with its parameters in another order', { parameters: [NORTHING, EASTING] }],
  [
    'with its unit by a factor',
    { axes: [axis('east', { type: 'LinearUnit', name: 'm', conversion_factor: 1 }), axis('north')] },
  ],
];
for (const [what, change] of alike) {
  test(`a CRS ${what} is the same`, () => assert.equal(crsDifference(sinusoidal(), sinusoidal(change)), undefined));
}

const foot = { type: 'LinearUnit', name: 'US survey foot', conversion_factor: 0.304800609601219 };
const others: [string, Parameters<typeof sinusoidal>[0], RegExp][] = [
  [
    'datum',
    { base: { datum: { ...BASE.datum, name: 'North American Datum 1983' } } },
    /: base crs datum name: world geodetic system 1984 became north american 1983;/,
  ],
  [
    'ellipsoid',
    { base: { datum: { ...BASE.datum, ellipsoid: { ...WGS84, inverse_flattening: 298.25 } } } },
    /inverse flattening: 298.25722356 became 298.25;/,
  ],
  [
    'meridian',
    { base: { datum: { ...BASE.datum, prime_meridian: { name: 'Paris', longitude: 2.33722917 } } } },
    /prime meridian: none became one of its own;/,
  ],
  ['parameter', { parameters: [{ ...EASTING, value: 500000 }, NORTHING] }, /False easting value: 0 became 500000;/],
  ['method', { method: 'Robinson' }, /conversion method: Sinusoidal became Robinson;/],
  ['unit', { axes: [axis('east', foot), axis('north', foot)] }, /axis 1 unit: 1 became 0.3048006096, .*axis 2 unit/],
  ['order of axes', { axes: [axis('north'), axis('east')] }, /axis 1 direction: east became north, .*axis 2 direction/],
];
for (const [what, change, says] of others) {
  test(`another ${what} is told, with what to do`, () => {
    const told = crsDifference(sinusoidal(), sinusoidal(change)) ?? '';
    assert.match(told, says);
    assert.match(
      told,
      /^CRS: World_Sinusoidal became another: .*; warp the raster .*\(raster_reproject\).* or declare the right one as input_crs$/,
    );
  });
}

test('of a geographic CRS the order of its axes counts', () => {
  const geographic = (axes: JsonObject) => {
    const projjson = { type: 'GeographicCRS', ...BASE, coordinate_system: axes } as JsonObject;
    return { name: 'WGS 84', epsg: null, wkt2: JSON.stringify(projjson), projjson };
  };
  assert.equal(sameCrs(geographic(LATITUDE_FIRST), geographic(LATITUDE_FIRST)), true);
  assert.equal(sameCrs(geographic(LATITUDE_FIRST), geographic(LONGITUDE_FIRST)), false);
});

test('a CRS that was lost is told by its name', () => {
  const told = crsDifference({ ...sinusoidal(), name: 'WGS 84 / Equal Earth Greenwich' }, null) ?? '';
  assert.match(
    told,
    /^CRS: a GeoTIFF cannot hold WGS 84 \/ Equal Earth Greenwich; warp the raster .*\(raster_reproject\)/,
  );
  assert.equal(sameCrs(null, null), true);
});

test('of two EPSG codes nothing else counts', () => {
  const coded = (epsg: number) => ({ ...sinusoidal(), epsg, wkt2: `${epsg}` });
  assert.equal(crsDifference(coded(1), { ...coded(1), projjson: null, wkt2: '' }), undefined);
  assert.match(crsDifference(coded(1), coded(2)) ?? '', /^CRS: World_Sinusoidal became World_Sinusoidal;/);
});
