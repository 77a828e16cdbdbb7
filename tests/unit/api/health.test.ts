import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import express from 'express';
import { type Check, checkRound, healthRouter, type Readiness } from '../../../src/api/shared/health.ts';
import { serve } from './support/server.ts';

async function health(t: TestContext, checks: Record<string, Check>, readiness: Readiness = { accepting: true }) {
  const failures: string[] = [];
  const app = express().use(
    healthRouter(
      checkRound(checks, (name, error) => failures.push(`${name}: ${error}`)),
      readiness,
    ),
  );
  const url = await serve(t, app);
  return { url, failures };
}

async function ready(url: string) {
  const response = await fetch(`${url}/health/ready`);
  const { status, checks } = (await response.json()) as { status: string; checks: Record<string, { status: string }> };
  return [
    response.status,
    status,
    Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, check.status])),
  ];
}

test('ready when every dependency works, each named', async (t) => {
  const { url } = await health(t, { database: async () => {}, temporal: async () => {} });
  assert.deepEqual(await ready(url), [200, 'ready', { database: 'ok', temporal: 'ok' }]);
});

test('not ready when one fails; why is logged and not told', async (t) => {
  const { url, failures } = await health(t, {
    database: async () => {},
    storage: () => Promise.reject(new Error('password wrong')),
  });
  assert.deepEqual(await ready(url), [503, 'not_ready', { database: 'ok', storage: 'failed' }]);
  assert.deepEqual(failures, ['storage: Error: password wrong']);
});

test('a dependency that does not answer fails the check in time', async (t) => {
  const { url } = await health(t, { database: () => new Promise(() => {}) });
  assert.deepEqual(await ready(url), [503, 'not_ready', { database: 'failed' }]);
});

test('a process that stops is alive and not ready', async (t) => {
  const { url } = await health(t, {}, { accepting: false });
  assert.deepEqual(await ready(url), [503, 'stopping', {}]);
  assert.equal((await fetch(`${url}/health/live`)).status, 200);
});
