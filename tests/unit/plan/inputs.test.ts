import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveInputs } from '../../../src/plan/inputs.ts';
import type { JsonValue } from '../../../src/plan/json.ts';
import type { InputDeclaration } from '../../../src/plan/plan.ts';

const DECLARATIONS: Record<string, InputDeclaration> = {
  blob_name: { type: 'string', required: true, min_length: 1, max_length: 10 },
  count: { type: 'integer', required: true, default: 3, minimum: 1, maximum: 9 },
  tier: { type: 'string', required: true, default: 'low', enum: ['low', 'high'] },
  title: { type: 'string', required: false },
  tags: { type: 'array', required: false, max_length: 2 },
  code: { type: 'string', required: false, max_length: 8, pattern: '[a-z]+|[0-9]+' },
};

const WHEN: Record<string, InputDeclaration> = { at: { type: 'string', required: false, format: 'date-time' } };

describe('resolveInputs', () => {
  it('fills in defaults, and null for what is optional and absent', () => {
    assert.deepEqual(resolveInputs(DECLARATIONS, { blob_name: 'a.tif' }), {
      inputs: { blob_name: 'a.tif', count: 3, tier: 'low', title: null, tags: null, code: null },
      faults: [],
    });
  });

  it('takes an explicit null for an optional input', () => {
    assert.equal(resolveInputs(DECLARATIONS, { blob_name: 'a', title: null }).inputs.title, null);
  });

  it('tells every fault at once, with its pointer, and gives what has none', () => {
    const { inputs, faults } = resolveInputs(DECLARATIONS, {
      blob_nam: 'a',
      'a/b~c': 1,
      count: 10,
      tier: 'middle',
      tags: [1, 2, 3],
      title: 5,
      code: 'ab1',
    });
    assert.deepEqual(inputs, {});
    assert.deepEqual(faults, [
      {
        pointer: '/blob_nam',
        code: 'unknown_input',
        message: 'The workflow has no input `blob_nam`. Did you mean `blob_name`?',
      },
      {
        pointer: '/a~1b~0c',
        code: 'unknown_input',
        message: 'The workflow has no input `a/b~c`. Known: blob_name, count, tier, title, tags, code.',
      },
      { pointer: '/blob_name', code: 'missing_input', message: 'The input `blob_name` (string) is required.' },
      { pointer: '/count', code: 'invalid_input', message: 'The input `count` must be at most 9, not 10.' },
      { pointer: '/tier', code: 'invalid_input', message: 'The input `tier` must be one of "low", "high".' },
      {
        pointer: '/title',
        code: 'invalid_input',
        message: 'The input `title` must be of type string, not number.',
      },
      {
        pointer: '/tags',
        code: 'invalid_input',
        message: 'The input `tags` must have a length of at most 2, not 3.',
      },
      {
        pointer: '/code',
        code: 'invalid_input',
        message: 'The input `code` must match the pattern `[a-z]+|[0-9]+`.',
      },
    ]);
  });

  it('leaves out only the inputs that have a fault', () => {
    assert.deepEqual(resolveInputs(DECLARATIONS, { blob_name: 'a', count: 0 }).inputs, {
      blob_name: 'a',
      tier: 'low',
      title: null,
      tags: null,
      code: null,
    });
  });

  for (const [code, fits] of [
    ['abc', true],
    ['123', true],
    ['a\n', false],
    ['\nabc', false],
    ['', false],
  ] as const) {
    it(`${fits ? 'takes' : 'refuses'} ${JSON.stringify(code)}: a pattern is for the whole string`, () => {
      assert.equal(resolveInputs(DECLARATIONS, { blob_name: 'a', code }).faults.length, fits ? 0 : 1);
    });
  }

  it('refuses a null for a required input', () => {
    assert.equal(resolveInputs(DECLARATIONS, { blob_name: null }).faults[0]?.code, 'invalid_input');
  });

  it('refuses a number that is no integer', () => {
    assert.equal(resolveInputs(DECLARATIONS, { blob_name: 'a', count: 1.5 }).faults[0]?.pointer, '/count');
  });
});

describe('an instant', () => {
  for (const at of [
    '2026-01-31T12:00:00Z',
    '2024-02-29T23:59:59.123456789+14:00',
    '2000-02-29T00:00:00-00:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ]) {
    it(`${at} is one`, () => assert.deepEqual(resolveInputs(WHEN, { at }), { inputs: { at }, faults: [] }));
  }
  for (const at of [
    ...['', 'yesterday', '2020-01-01', '2020-01-01T00:00:00', '2020-01-01 00:00:00Z', '2020-01-01T00:00Z'],
    ...['2020-13-45T00:00:00Z', '2023-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2020-04-31T00:00:00Z'],
    ...['2020-01-00T00:00:00Z', '2020-01-01T24:00:00Z', '2020-01-01T00:00:60Z', '2020-01-01T00:00:00+24:00'],
    ...['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00', '2020-01-01T00:00:00Z\n'],
  ]) {
    it(`${JSON.stringify(at)} is none`, () => {
      const message =
        'The input `at` must be a date and a time with an offset, as RFC 3339 has it, such as 2026-01-31T12:00:00Z.';
      const faults = [{ pointer: '/at', code: 'invalid_input', message }];
      assert.deepEqual(resolveInputs(WHEN, { at }), { inputs: {}, faults });
    });
  }
});

describe('the items of an array', () => {
  const TAGS: Record<string, InputDeclaration> = { tags: { type: 'array', required: true, items: { type: 'string' } } };

  it('are all of their type', () => {
    for (const tags of [[], ['a', '']])
      assert.deepEqual(resolveInputs(TAGS, { tags }), { inputs: { tags }, faults: [] });
  });

  it('are told of when one is not', () => {
    const message = 'The input `tags` must have items of type string; that at 1 is number.';
    assert.deepEqual(resolveInputs(TAGS, { tags: ['a', 1, {}] }).faults, [
      { pointer: '/tags', code: 'invalid_input', message },
    ]);
  });
});

it('of very many unknown names the first hundred are compared with those that there are', () => {
  const given = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`blob_nam${at}`, 0]));
  const { faults } = resolveInputs({ blob_name: { type: 'string', required: false } }, given);
  assert.equal(faults.length, 1_000);
  assert.equal(faults.filter(({ message }) => message.endsWith(' Did you mean `blob_name`?')).length, 100);
});

describe('a list that names StacItems', () => {
  const FROM: Record<string, InputDeclaration> = {
    from: { type: 'array', required: false, items: { type: 'object' }, format: 'stac_item_ref', max_length: 3 },
  };
  const ref = { collection_id: 'rasters', item_id: 'scene-1' };

  it('is taken, empty and not there too', () => {
    for (const from of [
      null,
      [],
      [ref],
      [ref, { ...ref, item_id: 'a'.repeat(255) }, { ...ref, collection_id: '0.a_B' }],
    ])
      assert.deepEqual(resolveInputs(FROM, { from }), { inputs: { from }, faults: [] });
  });

  for (const [from, says] of [
    [[{}], /that at 0 has no collection_id/],
    [[ref, { collection_id: 'a' }], /that at 1 has no item_id/],
    [['rasters/scene-1'], /that at 0 is no object/],
    [[null], /that at 0 is no object/],
    [[[ref]], /that at 0 is no object/],
    [[{ ...ref, collection_id: '../a' }], /that at 0 has no id as its collection_id/],
    [[{ ...ref, item_id: 7 }], /that at 0 has no id as its item_id/],
    [[{ ...ref, item_id: '' }], /no id as its item_id/],
    [[{ ...ref, item_id: 'x\n' }], /no id as its item_id/],
    [[{ ...ref, item_id: 'a'.repeat(256) }], /no id as its item_id/],
    [[{ ...ref, href: 'x' }], /that at 0 has a field that is not known, "href"/],
    [[ref, { ...ref, item_id: 'b' }, { ...ref }], /each StacItem once; that at 2, rasters\/scene-1, is named before/],
    [Array.from('abcd', (item_id) => ({ ...ref, item_id })), /a length of at most 3, not 4/],
  ] as [JsonValue, RegExp][]) {
    it(`is refused: ${JSON.stringify(from).slice(0, 60)}`, () => {
      const { inputs, faults } = resolveInputs(FROM, { from });
      assert.deepEqual(
        [inputs, faults.map(({ pointer, code }) => `${pointer} ${code}`)],
        [{}, ['/from invalid_input']],
      );
      assert.match(faults[0]?.message ?? '', says);
    });
  }
});
