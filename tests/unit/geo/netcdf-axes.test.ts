import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axesFinding, readAxes } from '../../../src/geo/netcdf-axes.ts';
import type { Geotransform } from '../../../src/geo/raster.ts';
import { type Axis, type Grid, netcdfOf } from '../../support/netcdf.ts';

const steps = (first: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => first + at * step);

const LATITUDES: Axis = { values: steps(60, -0.5, 20) };
const LONGITUDES: Axis = { values: steps(5, 0.5, 30) };
const PLACE: Geotransform = [4.75, 0.5, 0, 60.25, 0, -0.5];

async function findingOf(grid: Partial<Grid>, geotransform: Geotransform | null = PLACE): Promise<string | undefined> {
  const bytes = netcdfOf({ latitudes: LATITUDES, longitudes: LONGITUDES, ...grid });
  const axes = await readAxes(async (offset, length) => bytes.subarray(offset, offset + length), bytes.length);
  assert.equal(axes.length, 2);
  const finding = axesFinding(axes, geotransform);
  if (finding) assert.equal(finding.code, 'invalid_axes');
  return finding?.message;
}

const sound: [string, Partial<Grid>, Geotransform?][] = [
  ['even steps', {}],
  ['rows from south to north', { latitudes: { values: steps(50.5, 0.5, 20) } }],
  [
    'floats of 32 bits whose last digit is much of a pixel',
    { longitudes: { values: steps(150, 0.00005, 2000), type: 'float' } },
    [149.999975, 0.00005, 0, 60.25, 0, -0.5],
  ],
  [
    'packed numbers',
    {
      latitudes: {
        values: steps(100, -5, 20),
        type: 'short',
        attributes: { scale_factor: 0.1, add_offset: 50 },
      },
    },
  ],
  ['a turn from 0 to 360', { longitudes: { values: steps(6, 12, 30) } }, [0, 12, 0, 60.25, 0, -0.5]],
  [
    'longitudes across the antimeridian, of which GDAL takes a turn off',
    { longitudes: { values: [...steps(170, 0.5, 20), ...steps(-180, 0.5, 10)] } },
    [-190.25, 0.5, 0, 60.25, 0, -0.5],
  ],
  ['latitudes of Gauss that are off by less than a tenth', { latitudes: { values: steps(60, -0.5, 20).map(nudged) } }],
];

function nudged(value: number, at: number): number {
  return at === 9 ? value + 0.04 : value;
}

for (const [what, grid, geotransform] of sound) {
  test(`${what}: nothing is found`, async () => {
    assert.equal(await findingOf(grid, geotransform), undefined);
  });
}

const gap = (values: number[], from: number, by: number) => values.map((value, at) => (at < from ? value : value + by));

const wrong: [string, Partial<Grid>, RegExp, Geotransform?][] = [
  [
    'a jump of the longitudes',
    { longitudes: { values: gap(steps(5, 0.5, 30), 10, 3) } },
    /^The axis lon is not evenly spaced: its value 11 of 30 is 13, and would be 11.03448276,/,
  ],
  [
    'latitudes of Mercator',
    { latitudes: { values: steps(0, 1, 20).map((at) => 60 - 9.5 * (at / 19) ** 1.5) } },
    /^The axis lat is not evenly spaced/,
  ],
  [
    'one value that is off by a fifth of a pixel',
    { latitudes: { values: gap(steps(60, -0.5, 20), 9, 0.1).map((value, at) => (at > 9 ? value - 0.1 : value)) } },
    /its value 10 of 20 is 55.6, and would be 55.5,/,
  ],
  [
    'whole numbers of which one is left out',
    { longitudes: { values: gap(steps(5, 1, 30), 15, 1), type: 'int' } },
    /^The axis lon is not evenly spaced/,
  ],
  ['a value that is none', { longitudes: { values: steps(5, 0.5, 30).with(10, NaN) } }, /its value 11 of 30 is NaN,/],
  [
    'another place beside the axes',
    {},
    /^The axis lon runs from 5 to 19.5, and other attributes .* have it read as 4.50862\d* to 19.50862\d*;/,
    [4.25, 0.5172413793, 0, 60.25, 0, -0.5],
  ],
  [
    'the longitudes as rows',
    { order: ['lon', 'lat'] },
    /^The axis lat is in degrees_north, and stands where its longitudes are looked for/,
    [60.25, -0.5, 0, 4.75, 0, 0.5],
  ],
];

for (const [what, grid, message, geotransform] of wrong) {
  test(`${what}: refused`, async () => {
    assert.match((await findingOf(grid, geotransform)) ?? 'nothing was found', message);
  });
}
