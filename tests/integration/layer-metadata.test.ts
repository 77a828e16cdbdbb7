import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { stackEnv } from '../support/stack.ts';
import { poolOf } from './support/database.ts';
import { type Answer, clientOf, clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { lastEvent } from './support/trail.ts';

const lifetime = suiteLifetime();
const admin = clientWith();
const LAYERS = '/api/admin/layer-metadata';
const codeOf = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim();
const etagOf = ({ headers }: Answer) => headers.get('etag');
/** All fields where nobody says more than a title. */
const EMPTY = {
  ...{ description: null, attribution: null, license: null, style: {}, legend: [], tags: [] },
  ...{ min_zoom: null, max_zoom: null, extra: {} },
};
const WHOLE = {
  ...{ title: 'Flood depth', description: 'In metres.\nOf 2026.', attribution: '© Survey', license: 'CC-BY-4.0' },
  style: { colormap: 'blues', rescale: [0, 5] },
  legend: [{ label: '5 m', color: '#08306b' }],
  ...{ tags: ['flood', 'coast'], min_zoom: 4, max_zoom: 16.5, extra: { order: 3 } },
};

async function asset(): Promise<string> {
  const submission = echoSubmission();
  const { asset_id } = (await admin.post('/api/platform/submit', submission)).body;
  await untilProcessed(admin, submission.request_id);
  return String(asset_id);
}

describe('layer metadata', () => {
  const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);

  test('is made, read, replaced and removed, each with an event', async () => {
    const asset_id = await asset();
    const one = `${LAYERS}/${asset_id}`;
    assert.equal(codeOf(await admin.get(one)), '404 layer_metadata_not_found');
    assert.equal(codeOf(await admin.put(one, { title: 'x' })), '404 layer_metadata_not_found');
    assert.equal(codeOf(await admin.delete(one)), '404 layer_metadata_not_found');

    const made = await admin.post(LAYERS, { asset_id, ...WHOLE });
    const { created_at, updated_at, ...rest } = made.body;
    assert.deepEqual([made.status, rest], [201, { asset_id, platform_id: 'ddh', ...WHOLE }]);
    assert.equal(created_at, updated_at);
    assert.equal(codeOf(await admin.post(LAYERS, { asset_id, title: 'x' })), '409 layer_metadata_exists');
    const read = await admin.get(one);
    assert.deepEqual([read.status, read.body], [200, made.body]);
    assert.deepEqual((await lastEvent(pool, asset_id, 'LayerMetadata:Created'))?.after, WHOLE);

    const first = { 'If-Match': etagOf(read) ?? '' };
    const replaced = await admin.put(one, { title: 'Depth' }, first);
    assert.equal(replaced.status, 200);
    assert.deepEqual({ ...replaced.body, updated_at }, { ...made.body, ...EMPTY, title: 'Depth' });
    assert.equal(codeOf(await admin.put(one, { title: 'x' }, first)), '412 stale_if_match');
    const event = await lastEvent(pool, asset_id, 'LayerMetadata:Replaced');
    assert.deepEqual([event?.before, event?.after], [WHOLE, { ...EMPTY, title: 'Depth' }]);

    assert.equal(codeOf(await admin.delete(one, first)), '412 stale_if_match');
    const removed = await admin.delete(one, { 'If-Match': etagOf(replaced) ?? '' });
    assert.deepEqual([removed.status, removed.body.title], [200, 'Depth']);
    assert.equal(codeOf(await admin.get(one)), '404 layer_metadata_not_found');
    assert.deepEqual((await lastEvent(pool, asset_id, 'LayerMetadata:Deleted'))?.before, { ...EMPTY, title: 'Depth' });

    await admin.post(LAYERS, { asset_id, title: 'Made again' });
    assert.equal(codeOf(await admin.put(one, { title: 'x' }, first)), '412 stale_if_match', 'it is another one');
  });

  test('is listed by the page, made once under a key, and is not made for what is not there', async () => {
    const ids = (await Promise.all([asset(), asset(), asset()])).sort();
    for (const asset_id of ids) {
      const key = { 'Idempotency-Key': randomUUID() };
      const first = await admin.post(LAYERS, { asset_id, title: 'A layer' }, key);
      const again = await admin.post(LAYERS, { asset_id, title: 'A layer' }, key);
      assert.deepEqual([first.status, again.status, again.body], [201, 201, first.body]);
      assert.equal(again.headers.get('idempotent-replayed'), 'true');
    }
    const found: string[] = [];
    let path = `${LAYERS}?platform_id=ddh&limit=2`;
    for (let cursor: unknown = ''; cursor !== null; path = `${LAYERS}?platform_id=ddh&limit=2&cursor=${cursor}`) {
      const { body } = await admin.get(path);
      found.push(...(body.layers as { asset_id: string }[]).map(({ asset_id }) => asset_id));
      cursor = body.next_cursor;
    }
    assert.deepEqual(
      found.filter((id) => ids.includes(id)),
      ids,
    );
    assert.deepEqual(found, found.toSorted());
    const [first = ''] = ids;
    assert.equal((await admin.delete(`/api/assets/${first}`)).status, 200);
    assert.equal(codeOf(await admin.put(`${LAYERS}/${first}`, { title: 'x' })), '409 asset_deleted');
    assert.equal(codeOf(await admin.post(LAYERS, { asset_id: '0'.repeat(32), title: 'x' })), '404 asset_not_found');
  });

  test('what is wrong with a body is told by its place', async () => {
    for (const [over, pointer] of [
      [{ title: '' }, '/title'],
      [{ min_zoom: 9, max_zoom: 8 }, '/max_zoom'],
      [{ max_zoom: 31 }, '/max_zoom'],
      [{ style: [] }, '/style'],
      [{ legend: [{ label: 'a', color: 'red' }] }, '/legend/0/color'],
      [{ tags: ['a', 'a'] }, '/tags'],
      [{ extra: { text: 'x'.repeat(70_000) } }, '/extra'],
      [{ colour: 1 }, '/colour'],
    ] as const) {
      const answer = await admin.put(`${LAYERS}/${'0'.repeat(32)}`, { title: 'x', ...over });
      assert.deepEqual([codeOf(answer), answer.body.errors?.[0]?.pointer], ['422 invalid_request', pointer]);
    }
  });

  test("is for those who run the service, and a bound key's is its platform's", async () => {
    const asset_id = await asset();
    const reader = await clientOf(lifetime, { scopes: ['submit', 'read', 'review'], platform_id: 'ddh' });
    assert.equal(codeOf(await reader.get(LAYERS)), '403 insufficient_scope');
    assert.equal(codeOf(await reader.post(LAYERS, { asset_id, title: 'x' })), '403 insufficient_scope');
    const platform_id = `other-${randomUUID().slice(0, 8)}`;
    await admin.post('/api/admin/platforms', { platform_id, display_name: 'Other', required_refs: ['thing'] });
    const stranger = await clientOf(lifetime, { scopes: ['admin'], platform_id });
    assert.equal(codeOf(await stranger.post(LAYERS, { asset_id, title: 'x' })), '404 asset_not_found');
    await admin.post(LAYERS, { asset_id, title: 'x' });
    assert.equal(codeOf(await stranger.get(`${LAYERS}/${asset_id}`)), '404 layer_metadata_not_found');
    assert.equal(codeOf(await stranger.delete(`${LAYERS}/${asset_id}`)), '404 layer_metadata_not_found');
    assert.deepEqual((await stranger.get(LAYERS)).body.layers, []);
  });
});
