import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openScratch } from '../../../src/activities/runtime/scratch.ts';

test('a worker that ends in order leaves nothing in the scratch root, and touches no other worker', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'rhumbline-scratch-test-'));
  t.after(() => rm(root, { recursive: true }));
  await writeFile(join(root, 'elsewhere.1.2.scratch'), '');
  const scratch = await openScratch(root);
  await writeFile(join(await scratch.make(), 'half-done.tif'), 'x');
  assert.equal((await readdir(root)).length, 2);
  await scratch.close();
  assert.deepEqual(await readdir(root), ['elsewhere.1.2.scratch']);
});
