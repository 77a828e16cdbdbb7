import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadAt } from '../../../src/geo/tiff-directory.ts';
import { tiffExtent } from '../../../src/geo/tiff-extent.ts';

const WHOLE = { directories: 1, flaw: null, unwritten: 0 };
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
  assert.deepEqual(await tiffExtent(reader(file), LITTLE, 2000), {
    ...WHOLE,
    ...{ endsAt: 1500, furthest: 'pixels', blocks: 3 },
  });
});

test('one strip stands in the directory itself', async () => {
  const file = tiffOf([{ offset: 100, count: 50 }]);
  assert.deepEqual(await tiffExtent(reader(file), LITTLE, 2000), {
    ...WHOLE,
    ...{ endsAt: 150, furthest: 'pixels', blocks: 1 },
  });
});

test('strips that were never written reach nowhere', async () => {
  const file = tiffOf([
    { offset: 0, count: 0 },
    { offset: 0, count: 0 },
  ]);
  assert.deepEqual(await tiffExtent(reader(file), LITTLE, 2000), {
    ...WHOLE,
    ...{ endsAt: 54, furthest: 'directory', blocks: 2, unwritten: 2 },
  });
});

test('a file that ends before its directory is read no further', async () => {
  const file = tiffOf([{ offset: 100, count: 50 }]).slice(0, 20);
  const extent = await tiffExtent(reader(file), LITTLE, file.length);
  assert.ok(extent.endsAt > file.length);
  assert.equal(extent.directories, 0);
});

test('directories that follow each other in a circle are told, and followed no further', async () => {
  const file = tiffOf([{ offset: 100, count: 50 }]);
  new DataView(file.buffer).setUint32(34, 8, true);
  const { directories, flaw } = await tiffExtent(reader(file), LITTLE, 2000);
  assert.deepEqual([directories, flaw], [1, 'cyclic']);
});

test('a chain of directories without an end is followed so far and no further', async () => {
  const empty = 6;
  const file = new DataView(new ArrayBuffer(8 + 400 * empty));
  file.setUint32(4, 8, true);
  for (let index = 0; index < 399; index += 1) file.setUint32(8 + index * empty + 2, 8 + (index + 1) * empty, true);
  const bytes = new Uint8Array(file.buffer);
  const { directories, flaw } = await tiffExtent(reader(bytes), LITTLE, bytes.length);
  assert.deepEqual([directories, flaw], [256, 'too_many']);
});

test('a directory that claims more entries than any raster has is not read, however large the file', async () => {
  const asked: number[] = [];
  const head = new DataView(new ArrayBuffer(32));
  head.setUint32(8, 16, true);
  head.setBigUint64(16, 10_000_000n, true);
  const read: ReadAt = async (offset, length) => {
    asked.push(length);
    return new Uint8Array(head.buffer).slice(offset, offset + length);
  };
  assert.equal((await tiffExtent(read, { big: true, littleEndian: true }, 2 ** 40)).directories, 0);
  assert.deepEqual(asked, [16, 8]);
});

test('directories that share an array of millions of tiles have it read within a budget', async () => {
  let fetched = 0;
  const entry = 2 + 2 * 12 + 4;
  const file = new DataView(new ArrayBuffer(8 + 100 * entry));
  file.setUint32(4, 8, true);
  for (let index = 0; index < 100; index += 1) {
    const at = 8 + index * entry;
    file.setUint16(at, 2, true);
    writeEntry(file, at + 2, 273, 1_000_000, 100_000);
    writeEntry(file, at + 14, 279, 1_000_000, 100_000);
    file.setUint32(at + 26, index === 99 ? 0 : at + entry, true);
  }
  const read: ReadAt = async (offset, length) => {
    fetched += length;
    return length > 1000 ? new Uint8Array(length) : new Uint8Array(file.buffer).slice(offset, offset + length);
  };
  const { directories, blocks } = await tiffExtent(read, LITTLE, 2 ** 40);
  assert.deepEqual([directories, blocks], [100, 1_000_000]);
  assert.ok(fetched < 33_000_000, `${fetched} bytes were read`);
});
