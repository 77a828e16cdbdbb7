import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientWith } from './support/gateway.ts';

test('what the gateway takes in a path the domain API takes as well, with the token that repeats it', async () => {
  const id = encodeURIComponent('中'.repeat(255));
  const { status, body } = await clientWith().get(`/stac/collections/${id}/items/${id}/assets/${id}/sign`);
  assert.deepEqual([status, body.code], [404, 'item_not_found'], JSON.stringify(body));
});
