import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeFilter } from '../../../src/catalog/cql2/normalize.ts';
import { parseCql2Text } from '../../../src/catalog/cql2/parse-text.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import type { JsonValue } from '../../../src/plan/json.ts';

const p = (property: string) => ({ property });

const TEXTS: readonly [text: string, json: JsonValue][] = [
  ["id = 'a''b'", { op: '=', args: [p('id'), "a'b"] }],
  ['eo:cloud_cover>=10.5', { op: '>=', args: [p('eo:cloud_cover'), 10.5] }],
  ['"odd name" <> -1e3', { op: '<>', args: [p('odd name'), -1000] }],
  ['properties.view:off-nadir < 3', { op: '<', args: [p('properties.view:off-nadir'), 3] }],
  [
    'a = 1 or b = 2 AND NOT c = TRUE',
    {
      op: 'or',
      args: [
        { op: '=', args: [p('a'), 1] },
        {
          op: 'and',
          args: [
            { op: '=', args: [p('b'), 2] },
            { op: 'not', args: [{ op: '=', args: [p('c'), true] }] },
          ],
        },
      ],
    },
  ],
  ['(a = 1)', { op: '=', args: [p('a'), 1] }],
  ['a IS NULL', { op: 'isNull', args: [p('a')] }],
  ['a IS NOT NULL', { op: 'not', args: [{ op: 'isNull', args: [p('a')] }] }],
  ["a LIKE 'x%'", { op: 'like', args: [p('a'), 'x%'] }],
  [
    "CASEI(a) NOT LIKE casei('X_')",
    {
      op: 'not',
      args: [
        {
          op: 'like',
          args: [
            { op: 'casei', args: [p('a')] },
            { op: 'casei', args: ['X_'] },
          ],
        },
      ],
    },
  ],
  ['a BETWEEN 1 AND 2', { op: 'between', args: [p('a'), 1, 2] }],
  ["a NOT IN ('x', 'y')", { op: 'not', args: [{ op: 'in', args: [p('a'), ['x', 'y']] }] }],
  [
    'a + 2 * b > (3 - 1)',
    {
      op: '>',
      args: [
        { op: '+', args: [p('a'), { op: '*', args: [2, p('b')] }] },
        { op: '-', args: [3, 1] },
      ],
    },
  ],
  [
    "datetime > TIMESTAMP('2026-01-02T03:04:05Z')",
    { op: '>', args: [p('datetime'), { timestamp: '2026-01-02T03:04:05Z' }] },
  ],
  [
    "T_INTERSECTS(datetime, INTERVAL('2026-01-01', '..'))",
    { op: 't_intersects', args: [p('datetime'), { interval: ['2026-01-01', '..'] }] },
  ],
  [
    'S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 -1.5, 0 0)))',
    {
      op: 's_intersects',
      args: [
        p('geometry'),
        {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 0],
              [1, -1.5],
              [0, 0],
            ],
          ],
        },
      ],
    },
  ],
  [
    'S_WITHIN(geometry, POINT(1 2 3))',
    { op: 's_within', args: [p('geometry'), { type: 'Point', coordinates: [1, 2, 3] }] },
  ],
  [
    'S_DISJOINT(geometry, MULTIPOINT((1 2), 3 4))',
    {
      op: 's_disjoint',
      args: [
        p('geometry'),
        {
          type: 'MultiPoint',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    },
  ],
  ["A_CONTAINS(keywords, ('x', 'y'))", { op: 'a_contains', args: [p('keywords'), ['x', 'y']] }],
  ["A_CONTAINS(keywords, ('x'))", { op: 'a_contains', args: [p('keywords'), ['x']] }],
  ['a_overlaps((1), keywords)', { op: 'a_overlaps', args: [[1], p('keywords')] }],
  ['A_EQUALS(keywords, ())', { op: 'a_equals', args: [p('keywords'), []] }],
];

for (const [text, json] of TEXTS) {
  test(`text: ${text}`, () => {
    assert.deepEqual(parseCql2Text(text), json);
    normalizeFilter(parseCql2Text(text));
  });
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof FaultError, String(error));
    assert.equal(error.fault.code, 'invalid_search');
    return error.fault.message;
  }
  assert.fail('it was taken');
}

const BROKEN: readonly [text: string, told: RegExp][] = [
  ['', /found the end \(at character 1\)/],
  ['a = ', /Expected a value .* \(at character 5\)/],
  ['a = 1 b', /Expected AND, OR or the end, found "b" \(at character 7\)/],
  ["a = 'x", /no place in CQL2 for "'" \(at character 5\)/],
  ['a = 1; DROP TABLE x', /no place in CQL2 for ";"/],
  ['a NOT 1', /Expected LIKE, BETWEEN or IN/],
  ['S_INTERSECTS(geometry, POLYGON(0 0, 1 1))', /Expected \(/],
  [`${'('.repeat(100)}a = 1${')'.repeat(100)}`, /no more than 32 levels/],
  [`${'NOT '.repeat(100)}a = 1`, /no more than 32 levels/],
];

for (const [text, told] of BROKEN) {
  test(`text that is none: ${text.slice(0, 40)}`, () => {
    assert.match(
      refusal(() => parseCql2Text(text)),
      told,
    );
  });
}

const REFUSED: readonly [filter: JsonValue, told: RegExp][] = [
  ['text', /A condition is an operator.*\(the filter itself\)/],
  [{ op: 'nonsense', args: [] }, /There is no operator nonsense/],
  [{ op: 'constructor', args: [] }, /There is no operator constructor/],
  [{ op: 'and', args: [{ op: '=', args: [p('a')] }] }, /2 arguments are expected, not 1 \(at \/args\/0\/args\)/],
  [{ op: '=', args: [p(' '), 1] }, /A property has a name/],
  [{ op: '=', args: [p('a'), [1]] }, /\(at \/args\/1\)/],
  [{ op: 'in', args: [p('a'), []] }, /needs a list of values/],
  [{ op: '<', args: [p('datetime'), { timestamp: '2026-02-30T00:00:00Z' }] }, /A timestamp is as of RFC 3339/],
  [
    { op: 's_intersects', args: [p('footprint'), { type: 'Point', coordinates: [0, 0] }] },
    /take the property geometry first/,
  ],
  [{ op: 's_intersects', args: [p('geometry'), { type: 'Point', coordinates: ['0', 0] }] }, /coordinates of a Point/],
  [{ op: 's_intersects', args: [p('geometry'), { bbox: [1, 2, 3] }] }, /must have 4 numbers/],
];

for (const [filter, told] of REFUSED) {
  test(`JSON that is none: ${JSON.stringify(filter)}`, () => {
    assert.match(
      refusal(() => normalizeFilter(filter)),
      told,
    );
  });
}

test('older spellings, boxes and dates come to what pgstac takes', () => {
  assert.deepEqual(normalizeFilter({ op: 'between', args: [p('a'), [1, 2]] }), { op: 'between', args: [p('a'), 1, 2] });
  assert.deepEqual(normalizeFilter({ op: '=', args: [p('datetime'), { date: '2026-01-02' }] }), {
    op: '=',
    args: [p('datetime'), { timestamp: '2026-01-02T00:00:00Z' }],
  });
  const { args } = normalizeFilter({ op: 's_intersects', args: [p('geometry'), { bbox: [170, 0, 5, -170, 10, 9] }] });
  assert.deepEqual(
    (args as { coordinates: number[][][][] }[])[1]?.coordinates.map((polygon) => polygon[0]?.[0]),
    [
      [170, 0],
      [-180, 0],
    ],
  );
  assert.deepEqual(normalizeFilter(false), { op: '<>', args: [p('id'), p('id')] });
});
