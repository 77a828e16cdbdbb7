import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hintFor, knownNames, nearest } from '../../../src/plan/nearest.ts';

describe('the nearest name', () => {
  const CASES: [name: string, candidates: string[], expected: string | undefined][] = [
    ['zz', ['a', 'b'], undefined],
    ['x', ['y'], undefined],
    ['zz', ['z'], 'z'],
    ['mesage', ['message', 'messages'], 'message'],
    ['Message', ['message'], 'message'],
    ['sya', ['say'], 'say'],
    ['dog', ['cat'], undefined],
    ['raster_cgo', ['raster_validate', 'raster_cog'], 'raster_cog'],
    ['raster_plan_tiles', ['raster_validate'], undefined],
    ['depend_on', ['depends_on'], 'depends_on'],
    ['anything', [], undefined],
    ['', ['a'], undefined],
  ];
  for (const [name, candidates, expected] of CASES) {
    it(`${name} of ${candidates.join(', ')}: ${expected}`, () => assert.equal(nearest(name, candidates), expected));
  }
});

it('a name with no near one is told with those that there are', () => {
  assert.equal(hintFor('zz', ['a', 'b']), ' Known: a, b.');
  assert.equal(hintFor('aa', ['a', 'b']), ' Did you mean `a`?');
  assert.equal(hintFor('zz', []), '');
  const many = Array.from({ length: 500 }, (_, index) => `n${index}`);
  assert.equal(knownNames('n', many), ' Known: n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11 and 488 more.');
  assert.equal(knownNames('y', ['x'.repeat(70)]), ` Known: ${'x'.repeat(64)}….`);
});

describe('the hint for a name that nothing has', () => {
  it('names what it goes on from, or what goes on from it', () => {
    assert.equal(hintFor('name_of_it', ['count', 'name', 'nam']), ' Did you mean `name`?');
    assert.equal(hintFor('mess', ['count', 'message']), ' Did you mean `message`?');
  });

  it('lists the names that there are, those that begin most alike first', () => {
    const many = Array.from({ length: 20 }, (_, index) => `node_${index}`);
    assert.match(hintFor('greeting', [...many, 'go_on']), /^ Known: go_on, node_0, .* and 9 more\.$/);
    assert.equal(hintFor('zz', ['a', 'b']), ' Known: a, b.');
  });
});

describe('a name that is as long as a file', () => {
  const long = 'a'.repeat(250_000);

  it('is compared with none, and told by its beginning', () => {
    assert.equal(nearest(long, ['b'.repeat(250_000), 'a'.repeat(249_999)]), undefined);
    assert.equal(hintFor('b', [long]), ` Known: ${'a'.repeat(64)}….`);
    assert.equal(hintFor('aaa', [long]), ` Did you mean \`${'a'.repeat(100)}…\`?`);
  });

  it('leaves others in their order', () => {
    const others = Array.from({ length: 99 }, (_, index) => long + index);
    assert.match(hintFor(`${long}c`, [...others, `${long}d`]), /^ Known: a{64}…, .* and 88 more\.$/);
  });
});
