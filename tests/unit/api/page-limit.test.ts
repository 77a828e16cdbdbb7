import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { searchQuery } from '../../../src/api/gateway/stac/parameters.ts';
import { createCursors } from '../../../src/api/shared/cursor.ts';
import { defineList } from '../../../src/api/shared/list-route.ts';

const list = defineList(createCursors(new Uint8Array(32)), {
  ...{ operation_id: 'listThings', tag: 'Assets', summary: 'Things', path: '/things', scope: 'read', problems: [] },
  filters: z.object({}),
  order: 'asc',
  reply: { id: 'Things', description: 'Things.', items: 'things', item: z.string() },
  read: async () => ({ rows: [], next: null }),
});

for (const [what, query, most] of [
  ['a list', list.query as z.ZodType, 500],
  ['a search', searchQuery, 999_999_999],
] as const) {
  test(`the limit of ${what}: whatever it is not, its range is told`, () => {
    const messages = ['-1', '0', `${most + 1}`, '1000000000', '1'.repeat(400), '1.5', 'x', ''].map(
      (limit) => query.safeParse({ limit }).error?.issues[0]?.message,
    );
    assert.deepEqual(new Set(messages), new Set([`must be a whole number from 1 to ${most}`]));
    for (const limit of ['1', `${most}`]) assert.equal(query.safeParse({ limit }).success, true);
  });
}
