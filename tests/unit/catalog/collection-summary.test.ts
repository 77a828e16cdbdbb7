import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type SummaryPart, summarized } from '../../../src/catalog/search/collection-summary.ts';

const NOTHING: SummaryPart = {
  ...{ west: null, south: null, east: null, north: null, turned_west: null, turned_east: null },
  ...{
    starts: null,
    ends: null,
    least_gsd: null,
    greatest_gsd: null,
    least_resolution: null,
    greatest_resolution: null,
  },
  traits: {},
};
const REGISTERED = {
  id: 'c',
  extent: { spatial: { bbox: [[1, 2, 3, 4]] }, temporal: { interval: [['2020-01-01T00:00:00Z', null]] } },
};
const at = (west: number, east: number, turned_west: number, turned_east: number): SummaryPart => ({
  ...NOTHING,
  ...{ west, south: -1, east, north: 1, turned_west, turned_east },
});
const bboxOf = (...parts: SummaryPart[]) =>
  (summarized(REGISTERED, parts).extent as { spatial: { bbox: number[][] } }).spatial.bbox;

describe('the extent of a collection', () => {
  test('is that of all its parts', () => {
    assert.deepEqual(bboxOf(at(3, 4, 3, 4), { ...at(-10, -5, 350, 355), south: -30, north: 0 }), [[-10, -30, 4, 1]]);
  });

  test('goes across the antimeridian where that is narrower', () => {
    const across = at(-180, 180, 177.5, 181.25);
    assert.deepEqual(bboxOf(across), [[177.5, -1, -178.75, 1]]);
    assert.deepEqual(bboxOf(across, at(-170.1, -170, 189.9, 190)), [[177.5, -1, -170, 1]]);
    assert.deepEqual(bboxOf(at(170, 175, 170, 175), at(-179, -170, 181, 190)), [[170, -1, -170, 1]]);
  });

  test('is all around where its parts are', () => {
    assert.deepEqual(bboxOf(at(-180, 180, 177, 183), at(-1, 1, 0, 360)), [[-180, -1, 180, 1]]);
    assert.deepEqual(bboxOf(at(-180, 180, 0, 360)), [[-180, -1, 180, 1]]);
  });

  test('stays on its side where that is as narrow', () => {
    assert.deepEqual(bboxOf(at(-180, -170, 180, 190)), [[-180, -1, -170, 1]]);
    assert.deepEqual(bboxOf(at(170, 180, 170, 180)), [[170, -1, 180, 1]]);
  });

  test('in time is from the first to the last, whatever zone the database tells them in', () => {
    const parts = [
      { ...NOTHING, starts: '2020-01-01T00:00:00.5+00:00', ends: '2020-06-01T00:00:00+00:00' },
      { ...NOTHING, starts: '2020-01-01T01:00:00+01:00', ends: '2020-06-01T00:30:00+01:00' },
    ];
    assert.deepEqual((summarized(REGISTERED, parts).extent as { temporal: object }).temporal, {
      interval: [['2020-01-01T00:00:00.000Z', '2020-06-01T00:00:00.000Z']],
    });
  });

  test('is as it was registered where no item says anything', () => {
    assert.deepEqual(summarized(REGISTERED, []), REGISTERED);
    assert.deepEqual(summarized(REGISTERED, [NOTHING]), REGISTERED);
  });
});

describe('the summaries of a collection', () => {
  const summariesOf = (parts: readonly SummaryPart[], summaries = {}) =>
    summarized({ ...REGISTERED, summaries }, parts).summaries;

  test('have the values of all parts once, and ranges of figures', () => {
    const parts = [
      { ...NOTHING, traits: { 'proj:code': ['EPSG:32631', 'EPSG:3857'] }, least_gsd: 10, greatest_gsd: 20 },
      { ...NOTHING, traits: { 'proj:code': ['EPSG:3857'], data_type: ['uint8'] }, least_gsd: 5, greatest_gsd: 5 },
      { ...NOTHING, least_resolution: 0.25, greatest_resolution: 0.5 },
    ];
    assert.deepEqual(summariesOf(parts), {
      data_type: ['uint8'],
      'proj:code': ['EPSG:32631', 'EPSG:3857'],
      gsd: { minimum: 5, maximum: 20 },
      'raster:spatial_resolution': { minimum: 0.25, maximum: 0.5 },
    });
  });

  test('leave out what has too many values, and keep what was registered of other names', () => {
    const many = Array.from({ length: 101 }, (_, i) => `m${i}`);
    const parts = [{ ...NOTHING, traits: { mission: many, platform: ['one'] } }];
    assert.deepEqual(summariesOf(parts, { licence: ['a'], platform: ['stale'] }), {
      licence: ['a'],
      platform: ['one'],
    });
  });
});
