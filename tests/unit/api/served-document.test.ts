import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createApp } from '../../../src/api/shared/app.ts';
import { docsRouter } from '../../../src/api/shared/docs.ts';
import { serve } from './support/server.ts';

const DOCUMENT = { openapi: '3.1.0' as const, info: { title: 'T', version: '1' }, paths: {} };

test('the document comes compressed or whole, and not again to those who have it', async (t) => {
  let made = 0;
  const document = { ...DOCUMENT, toJSON: () => ({ ...DOCUMENT, 'x-made': ++made }) };
  const log = pino({ level: 'silent' });
  const url = await serve(t, createApp({ metrics: new Registry(), log, routers: [docsRouter(document)] }));
  const ask = (headers: Record<string, string>, method = 'GET') => fetch(`${url}/openapi.json`, { headers, method });

  const [whole, compressed] = [await ask({ 'Accept-Encoding': 'identity' }), await ask({ 'Accept-Encoding': 'gzip' })];
  assert.deepEqual(
    [whole, compressed].map((answer) => answer.headers.get('content-encoding')),
    [null, 'gzip'],
  );
  for (const answer of [whole, compressed]) {
    assert.match(String(answer.headers.get('content-type')), /^application\/json/);
    assert.equal(answer.headers.get('vary'), 'Accept-Encoding');
    assert.deepEqual(await answer.json(), { ...DOCUMENT, 'x-made': 1 }, 'made once');
  }
  const etag = String(whole.headers.get('etag'));
  const known = await ask({ 'If-None-Match': etag });
  assert.deepEqual([known.status, await known.text()], [304, '']);
  const head = await ask({ 'Accept-Encoding': 'identity' }, 'HEAD');
  assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '76', '']);
});
