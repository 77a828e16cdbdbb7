import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadAt } from '../../../src/geo/tiff-directory.ts';
import { tiffExtent } from '../../../src/geo/tiff-extent.ts';

const LITTLE = { big: false, littleEndian: true };

/** A classic little-endian TIFF of one directory with strips at these places. */
function tiffOf(strips: { offset: number; count: number }[]): Uint8Array {
  const file = new DataView(new ArrayBuffer(8 + 2 + 24 + 4 + strips.length * 8));
  file.setUint32(0, 0x002a4949, true);
  file.setUint32(4, 8, true);
  file.setUint16(8, 2, true);
  const arrays = 38;
  writeEntry(file, 10, 273, strips.length, strips.length === 1 ? (strips[0]?.offset ?? 0) : arrays);
  writeEntry(file, 22, 279, strips.length, strips.length === 1 ? (strips[0]?.count ?? 0) : arrays + strips.length * 4);
  strips.forEach(({ offset, count }, index) => {
    file.setUint32(arrays + index * 4, offset, true);
    file.setUint32(arrays + strips.length * 4 + index * 4, count, true);
  });
  return new Uint8Array(file.buffer);
}

function writeEntry(file: DataView, at: number, tag: number, count: number, value: number): void {
  file.setUint16(at, tag, true);
  file.setUint16(at + 2, 4, true);
  file.setUint32(at + 4, count, true);
  file.setUint32(at + 8, value, true);
}

const reader =
  (file: Uint8Array): ReadAt =>
  async (offset, length) =>
    file.slice(offset, offset + length);

test('pixels reach as far as the last strip', async () => {
  const file = tiffOf([
    { offset: 100, count: 50 },
    { offset: 1000, count: 500 },
    { offset: 150, count: 50 },
  ]);
  assert.deepEqual(await tiffExtent(reader(file), LITTLE, 2000), { endsAt: 1500, directories: 1, furthest: 'pixels' });
});

test('one strip stands in the directory itself', async () => {
  const file = tiffOf([{ offset: 100, count: 50 }]);
  assert.deepEqual(await tiffExtent(reader(file), LITTLE, 2000), { endsAt: 150, directories: 1, furthest: 'pixels' });
});

test('strips that were never written reach nowhere', async () => {
  const file = tiffOf([
    { offset: 0, count: 0 },
    { offset: 0, count: 0 },
  ]);
  assert.deepEqual(await tiffExtent(reader(file), LITTLE, 2000), { endsAt: 54, directories: 1, furthest: 'directory' });
});

test('a file that ends before its directory is read no further', async () => {
  const file = tiffOf([{ offset: 100, count: 50 }]).slice(0, 20);
  const extent = await tiffExtent(reader(file), LITTLE, file.length);
  assert.ok(extent.endsAt > file.length);
  assert.equal(extent.directories, 0);
});

test('directories that follow each other in a circle come to an end', async () => {
  const file = tiffOf([{ offset: 100, count: 50 }]);
  new DataView(file.buffer).setUint32(34, 8, true);
  assert.equal((await tiffExtent(reader(file), LITTLE, 2000)).directories, 1);
});
