import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCursors, MAX_CURSOR } from '../../../src/api/shared/cursor.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';

const cursors = createCursors(new Uint8Array(32).fill(7));
const POSITION = ['1767225600000000', 'f'.repeat(128)];

const refused = (cursor: string, list = 'a list', by = cursors) =>
  assert.throws(
    () => by.open(list, cursor),
    (error) => error instanceof ProblemError && error.code === 'invalid_cursor',
    cursor,
  );

test('a cursor holds its position, for processes of the same key', () => {
  const cursor = cursors.seal('a list', POSITION);
  assert.match(cursor, /^[A-Za-z0-9_-]+$/);
  assert.ok(cursor.length < MAX_CURSOR);
  assert.deepEqual(createCursors(new Uint8Array(32).fill(7)).open('a list', cursor), POSITION);
});

test('a cursor of another list, of another key, or changed in any place is none', () => {
  const cursor = cursors.seal('a list', POSITION);
  refused(cursor, 'another list');
  refused(cursor, 'a list', createCursors(new Uint8Array(32).fill(8)));
  for (let at = 0; at < cursor.length; at += 1) {
    refused(`${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`);
    refused(cursor.slice(0, at));
  }
  for (const text of [`${cursor}A`, `${cursor}=`, ` ${cursor}`, '', '%', '{}', 'null']) refused(text);
});
