import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childId, plainChildId, unescaped } from '../../../../src/plan/execution/child-id.ts';
import { checkBlobRef } from '../../../../src/storage/check-blob-ref.ts';

test('the id of a child is its place in the job', () => {
  assert.equal(childId('job', 'sub', null), 'job/sub');
  assert.equal(childId('job/sub', 'each', 'a b'), 'job/sub/each/a b');
  assert.equal(childId('job', 'n', 'x'.repeat(894)), `job/n/${'x'.repeat(894)}`);
});

test('a key is one part of an id, and none of a batch', () => {
  assert.equal(childId('job', 'each', 'x/y'), 'job/each/x!2Fy');
  assert.notEqual(childId('job', 'each', 'x/y'), childId(childId('job', 'each', 'x'), 'y', null));
  assert.notEqual(childId('job', 'each', 'x/y'), childId('job', 'each', 'x!2Fy'));
  assert.equal(childId('job', 'each', 'batch 0'), 'job/each/batch!200');
  assert.equal(unescaped(childId('job', 'each', 'wow! a/b batch 0')), 'job/each/wow! a/b batch 0');
  assert.doesNotThrow(() =>
    checkBlobRef({ container_name: 'silver', blob_name: childId('job', 'each', '2024/a.tif') }),
  );
});

test('runs from before are found by what they were called', () => {
  assert.equal(plainChildId(unescaped(childId('job', 'each', 'x/y')), 'in', 'a/b'), 'job/each/x/y/in/a/b');
});

test('eight levels of the longest keys stay within what Temporal takes, each with an id of its own', () => {
  const ids = new Set<string>();
  let parent = 'job';
  for (let level = 0; level < 8; level += 1) {
    for (const last of ['a', 'b']) ids.add(childId(parent, 'each', `${'€'.repeat(255)}${last}`));
    parent = childId(parent, 'each', `${'€'.repeat(255)}a`);
  }
  assert.equal(ids.size, 16);
  for (const id of ids) {
    assert.ok(Buffer.byteLength(id) <= 900, `${Buffer.byteLength(id)} bytes`);
    assert.ok(id.startsWith('job/each/€'));
  }
});

test('a long id does not change, and is cut between characters', () => {
  const id = childId('job', 'n', '😀'.repeat(300));
  assert.equal(id, childId('job', 'n', '😀'.repeat(300)));
  assert.match(id, /^job\/n\/(😀){198}~[0-9a-f]{32}$/u);
});
