import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBody, readQuery } from '../../../src/api/gateway/stac/read-request.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';

function faultsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.code, 'invalid_search');
    return error.faults.map(({ parameter, pointer }) => parameter ?? pointer);
  }
  return [];
}

const INSTANTS = [
  '1972-07-25T00:00:00.000Z',
  '1996-12-19T16:39:57-08:00',
  '1937-01-01T12:00:27.8710+01:00',
  '1985-04-12t23:20:50.000z',
  '1990-12-31T23:59:60Z',
  '2024-02-29T00:00:00Z',
  '../1985-04-12T23:20:50.52Z',
  '1985-04-12T23:20:50.52Z/',
  '1985-04-12T23:20:50.52Z/1986-04-12T23:20:50.52Z',
];
const NO_INSTANTS = [
  ...[
    '',
    '/',
    '../..',
    '/..',
    '1985-04-12',
    '1937-01-01T12:00:27.87+0100',
    '37-01-01T12:00:27.87Z',
    '1985-12-12T23:20:50.52',
  ],
  ...[
    '1985-13-12T23:20:50.52Z',
    '2023-02-29T00:00:00Z',
    '1985-12-01T25:20:50Z',
    '1985-12-01T00:06:61.52Z',
    '0000-01-01T00:00:00Z',
  ],
  ...[
    '1985-04-12T23:20:50.Z',
    '1985-04-12T23:20:50,52Z',
    '1986-04-12T23:20:50Z/1985-04-12T23:20:50Z',
    '/1985-04-12T23:20:50Z/',
  ],
];

test('a time is an instant of RFC 3339 or two of them, of which one may be open', () => {
  for (const datetime of INSTANTS)
    assert.deepEqual(
      faultsOf(() => readQuery({ datetime })),
      [],
      datetime,
    );
  for (const datetime of NO_INSTANTS)
    assert.deepEqual(
      faultsOf(() => readQuery({ datetime })),
      ['datetime'],
      datetime,
    );
  assert.deepEqual(readQuery({ datetime: '../1985-04-12t23:20:50z' }).filters.time, {
    start: null,
    end: '1985-04-12T23:20:50Z',
  });
});

test('a bbox loses its heights, and may cross the antimeridian', () => {
  assert.deepEqual(readQuery({ bbox: '1,2,-5,3,4,9' }).filters.bbox, [1, 2, 3, 4]);
  assert.deepEqual(readBody({ bbox: [170, -10, -170, 10] }).filters.bbox, [170, -10, -170, 10]);
  for (const bbox of [
    [1, 2, 3],
    [1, 2, 3, 4, 5],
    [0, 5, 1, 4],
    [0, 0, 361, 1],
    [0, -181, 1, 1],
    [0, 0, 9, 1, 1, 5],
  ]) {
    assert.deepEqual(
      faultsOf(() => readBody({ bbox })),
      ['/bbox'],
      JSON.stringify(bbox),
    );
  }
});

test('lists, orders and fields of a query string', () => {
  const { filters, sortby, fields, limit } = readQuery({
    ...{ collections: 'a,b', ids: 'c', sortby: '-datetime, id,+title', fields: 'id, geometry,-assets', limit: '5000' },
  });
  assert.deepEqual(filters, { collections: ['a', 'b'], ids: ['c'] });
  assert.deepEqual(sortby, [
    { field: 'datetime', direction: 'desc' },
    { field: 'id', direction: 'asc' },
    { field: 'title', direction: 'asc' },
  ]);
  assert.deepEqual(fields, { include: ['id', 'geometry'], exclude: ['assets'] });
  assert.equal(limit, 1000);
  assert.deepEqual(readQuery({ collections: '', fields: '' }).filters, {});
});

test('every fault is told, with its place', () => {
  const query = { bbox: '1,2,3', datetime: 'now', intersects: '{', filter: 'a =' };
  assert.deepEqual(faultsOf(() => readQuery(query)).sort(), ['bbox', 'datetime', 'filter', 'intersects']);
  const intersects = { type: 'Point', coordinates: [0, 0] };
  assert.deepEqual(
    faultsOf(() => readBody({ bbox: [0, 0, 1, 1], intersects })),
    ['/intersects'],
  );
  assert.deepEqual(
    faultsOf(() => readBody({ filter: 'a = 1' })),
    ['/filter'],
  );
  assert.deepEqual(
    faultsOf(() => readBody({ filter: 'a = 1', 'filter-lang': 'cql2-text' })),
    [],
  );
  assert.deepEqual(
    faultsOf(() => readQuery({ filter: '{"op":"isNull","args":[1]}', 'filter-lang': 'cql2-json' })),
    [],
  );
});

test('a list of nothing is a list', () => {
  assert.deepEqual(readQuery({ ids: ',', collections: ',,' }).filters, { ids: [], collections: [] });
  assert.deepEqual(readBody({ ids: [], collections: [] }).filters, { ids: [], collections: [] });
});
