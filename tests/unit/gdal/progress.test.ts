import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressReader } from '../../../src/gdal/progress.ts';

test('progress is read as it is drawn', () => {
  const read = progressReader();
  const pieces = [
    'Input file size is 300, 200\n',
    '0',
    '.',
    '..',
    '10',
    '...20...3',
    '0',
    '...40...50...60...70...80...90...',
    '100 - done.\n',
  ];
  assert.deepEqual(pieces.map(read), [undefined, 0, 2.5, 7.5, 10, 27.5, 30, 97.5, 100]);
});

test('it is read the same in one piece', () => {
  const read = progressReader();
  assert.equal(
    read('Input file size is 20000, 10000\n0...10...20...30...40...50...60...70...80...90...100 - done.\n'),
    100,
  );
});

test('output without progress has none', () => {
  const read = progressReader();
  assert.equal(read('{"size": [100, 100]}\n'), undefined);
});
