import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { clientEnvironment, findStackEnv } from '../../../src/main/client/client-environment.ts';

const STACK = {
  RHUMBLINE_GATEWAY_URL: 'http://127.0.0.1:8080',
  RHUMBLINE_API_KEY: 'key-of-the-stack',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
  TEMPORAL_NAMESPACE: 'default',
  RHUMBLINE_WORKFLOWS_DIR: '/project/workflows',
  RHUMBLINE_STORAGE_URL: 'https://127.0.0.1:10000/devstoreaccount1',
  RHUMBLINE_STORAGE_CA_FILE: '/state/ca.pem',
  IDENTITY_ENDPOINT: 'http://127.0.0.1:10004/msi/token',
  IDENTITY_HEADER: 'header-of-the-stack',
};

/** Two folders, of which a stack runs in those named. */
function folders(t: TestContext, running: ('cwd' | 'root')[]): { cwd: string; root: string } {
  const base = mkdtempSync(join(tmpdir(), 'rhumbline-cli-'));
  t.after(() => rmSync(base, { recursive: true }));
  for (const name of ['cwd', 'root'] as const) {
    const state = join(base, name, '.rhumbline');
    mkdirSync(state, { recursive: true });
    const lines = Object.entries(STACK).map(([key, value]) => `${key}=${value}`);
    if (running.includes(name)) writeFileSync(join(state, 'stack.env'), lines.join('\n'));
  }
  return { cwd: join(base, 'cwd'), root: join(base, 'root') };
}

test('client settings: without any of its own, all come from the running stack', (t) => {
  assert.deepEqual(clientEnvironment({ environment: {}, ...folders(t, ['root']) }), STACK);
});

test('client settings: the stack of the current folder comes before that of the project', (t) => {
  const both = folders(t, ['cwd', 'root']);
  assert.equal(findStackEnv({ environment: {}, ...both }), join(both.cwd, '.rhumbline/stack.env'));
  assert.equal(
    findStackEnv({ environment: { RHUMBLINE_STATE_DIR: '../root/.rhumbline' }, ...both }),
    join(both.root, '.rhumbline/stack.env'),
  );
});

test('client settings: a state folder that is named and has no stack is not replaced by another', (t) => {
  const environment = { RHUMBLINE_STATE_DIR: '/nowhere' };
  assert.equal(findStackEnv({ environment, ...folders(t, ['cwd', 'root']) }), undefined);
});

test('client settings: single ones of the environment come first', (t) => {
  const environment = { RHUMBLINE_API_KEY: 'mine' };
  assert.deepEqual(clientEnvironment({ environment, ...folders(t, ['cwd']) }), { ...STACK, RHUMBLINE_API_KEY: 'mine' });
});

test("client settings: another gateway is not sent the stack's key, nor another storage its identity", (t) => {
  const environment = {
    RHUMBLINE_GATEWAY_URL: 'https://gateway.example',
    RHUMBLINE_STORAGE_URL: 'https://acct.blob.core.windows.net',
  };
  assert.deepEqual(clientEnvironment({ environment, ...folders(t, ['cwd']) }), environment);
});
