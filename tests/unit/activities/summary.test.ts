import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameFilter } from '../../../src/activities/list_container/name-filter.ts';
import { extensionOf } from '../../../src/activities/summarize_container/extension-of.ts';
import { SIZE_CLASSES, sizeClassOf } from '../../../src/activities/summarize_container/size-classes.ts';
import { Summary, SumsSchema } from '../../../src/activities/summarize_container/summary.ts';
import type { PagedBlob } from '../../../src/storage/blob-store.ts';

const blob = (blob_name: string, size: number, day = 1, is_folder = false): PagedBlob => ({
  blob_name,
  size,
  etag: '"0x1"',
  content_type: null,
  last_modified: `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`,
  md5: null,
  metadata: {},
  is_folder,
});

test('a blob counts once in each table, and a folder in none', () => {
  const summary = new Summary(2);
  const blobs = [
    blob('a.tif', 100, 3),
    blob('b/c.TIF', 0, 9),
    blob('d', 2_000_000, 2),
    blob('e.txt', 7, 4),
    blob('b', 0, 1, true),
  ];
  for (const each of blobs) summary.add(each);
  const figures = summary.figures();
  assert.deepEqual([figures.count, figures.bytes, figures.folders], [4, 2_000_107, 1]);
  assert.deepEqual(figures.by_extension, [
    { extension: '', count: 1, bytes: 2_000_000 },
    { extension: 'tif', count: 2, bytes: 100 },
    { extension: 'txt', count: 1, bytes: 7 },
  ]);
  assert.deepEqual(figures.other_extensions, { count: 0, bytes: 0 });
  assert.deepEqual(
    figures.by_size.filter(({ count }) => count > 0).map(({ size_class, count, bytes }) => [size_class, count, bytes]),
    [
      ['empty', 1, 0],
      ['under_100_kib', 2, 107],
      ['under_10_mib', 1, 2_000_000],
    ],
  );
  assert.deepEqual(
    figures.largest.map(({ blob_name }) => blob_name),
    ['d', 'a.tif'],
  );
  assert.deepEqual(
    figures.newest.map(({ blob_name }) => blob_name),
    ['b/c.TIF', 'e.txt'],
  );
});

test('of blobs that are alike the first by name are shown, in whatever order they come', () => {
  const names = ['d', 'b', 'a', 'c'];
  for (const order of [names, names.toReversed()]) {
    const summary = new Summary(3);
    for (const name of order) summary.add(blob(name, 5));
    const { largest, newest } = summary.figures();
    assert.deepEqual(
      largest.map(({ blob_name }) => blob_name),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      newest.map(({ blob_name }) => blob_name),
      ['a', 'b', 'c'],
    );
  }
});

test('what is kept is bounded, however many extensions there are, and nothing is lost of the sums', () => {
  const summary = new Summary(100);
  const longest = 'n'.repeat(1_000);
  for (let index = 0; index < 200_000; index++) summary.add(blob(`${longest}/${index}.e${index}`, 1));
  const { total, extensions, others } = summary.sums();
  assert.deepEqual([total, extensions.length, others], [[200_000, 200_000], 1_000, [199_000, 199_000]]);
  assert.ok(JSON.stringify(summary.sums()).length < 300_000);
  const figures = summary.figures();
  assert.deepEqual([figures.by_extension.length, figures.other_extensions], [100, { count: 199_900, bytes: 199_900 }]);
});

test('what was saved is not changed by what is added after it, and is gone on from', () => {
  const summary = new Summary(5);
  summary.add(blob('a.tif', 1));
  const saved = SumsSchema.parse(JSON.parse(JSON.stringify(summary.sums())));
  const kept = summary.sums();
  summary.add(blob('b.tif', 2));
  assert.deepEqual(kept, saved);
  const resumed = new Summary(5, saved);
  resumed.add(blob('b.tif', 2));
  assert.deepEqual(resumed.figures(), summary.figures());
});

for (const [name, extension] of [
  ['a/b.TIF', 'tif'],
  ['a.b/c', ''],
  ['.hidden', ''],
  ['x/.tif', ''],
  ['x/.a.tif', 'tif'],
  ['a.tar.gz', 'gz'],
  ['v1.2 final', ''],
  ['a.tif/', ''],
  ['scene.safe', 'safe'],
  [`a.${'x'.repeat(17)}`, ''],
] as const) {
  test(`the extension of ${name} is ${extension || 'none'}`, () => assert.equal(extensionOf(name), extension));
}

test('size classes follow each other without a gap', () => {
  for (const [index, { below }] of SIZE_CLASSES.entries()) assert.equal(below, SIZE_CLASSES[index + 1]?.from ?? null);
  const name = (size: number) => SIZE_CLASSES[sizeClassOf(size)]?.size_class;
  assert.deepEqual([0, 1, 102_399, 102_400, 2 ** 40].map(name), [
    'empty',
    'under_100_kib',
    'under_100_kib',
    'under_1_mib',
    'from_100_gib',
  ]);
});

test('a suffix is met in either case unless capitals count', () => {
  const names = ['a.tif', 'b.TIF', 'c.tiff', 'tif'];
  assert.deepEqual(names.filter(nameFilter({ suffix: '.tif', match_case: null })), ['a.tif', 'b.TIF']);
  assert.deepEqual(names.filter(nameFilter({ suffix: '.tif', match_case: true })), ['a.tif']);
  assert.deepEqual(names.filter(nameFilter({ suffix: null, match_case: null })), names);
});
