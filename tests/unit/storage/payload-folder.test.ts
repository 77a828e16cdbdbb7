import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderOf, jobOfFolder } from '../../../src/storage/claim-check/folder.ts';

test('the folder of a job and of its children is the job', () => {
  assert.equal(folderOf('echo_test-0a1b2c3d4e5f6071'), 'echo_test-0a1b2c3d4e5f6071');
  assert.equal(folderOf('job-1/tiles/a'), 'job-1');
});

test('no id can climb out of its folder or be taken for another', () => {
  const ids = ['..', 'a b', 'a%2e', 'a\\b', 'Ärger', 'a=2eb', 'a.b', '.'];
  const folders = ids.map(folderOf);
  assert.deepEqual(folders.slice(0, 4), ['=2e=2e', 'a=20b', 'a=252e', 'a=5cb']);
  assert.deepEqual(folders.map(jobOfFolder), ids);
  assert.equal(new Set(folders).size, ids.length);
  for (const folder of folders) assert.match(folder, /^[A-Za-z0-9_=-]+$/);
});

test('what is no folder of payloads is no job', () => {
  for (const folder of ['', 'a.b', 'a=', 'a=G0', 'a/b']) assert.equal(jobOfFolder(folder), undefined);
});

test('an id that is too long for a blob is refused', () => {
  assert.throws(() => folderOf('a'.repeat(901)), RangeError);
  assert.throws(() => folderOf('/a'), RangeError);
});
