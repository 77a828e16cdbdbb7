import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cachedReader } from '../../../src/activities/raster/cached-reader.ts';

const content = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);

function counted() {
  const requests: [number, number][] = [];
  const read = cachedReader(async (offset, length) => {
    requests.push([offset, length]);
    return content.slice(offset, offset + length);
  }, content.length);
  return { requests, read };
}

test('small reads near each other are one request', async () => {
  const { requests, read } = counted();
  assert.deepEqual(Uint8Array.from(await read(10, 4)), content.slice(10, 14));
  assert.deepEqual(Uint8Array.from(await read(5000, 100)), content.slice(5000, 5100));
  assert.deepEqual(requests, [[0, 65_536]]);
});

test('a read over the edge of two pages is whole', async () => {
  const { read } = counted();
  assert.deepEqual(Uint8Array.from(await read(65_530, 20)), content.slice(65_530, 65_550));
});

test('large reads go straight through, and the end is the end', async () => {
  const { requests, read } = counted();
  assert.equal((await read(1000, 100_000)).length, 100_000);
  assert.equal((await read(199_990, 100)).length, 10);
  assert.deepEqual(requests, [
    [1000, 100_000],
    [196_608, 3392],
  ]);
});
