import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readStackEnv } from '../../src/main/stack/stack-env.ts';
import { anotherStack, pidOf, stackEnv } from '../support/stack.ts';

const STATE = stackEnv('RHUMBLINE_STATE_DIR');

for (const name of ['RHUMBLINE_GATEWAY_URL', 'RHUMBLINE_DOMAIN_URL']) {
  test(`stack: ${name} answers that it lives and is ready`, async () => {
    for (const path of ['/health/live', '/health/ready']) {
      assert.equal((await fetch(`${stackEnv(name)}${path}`)).status, 200, path);
    }
  });
}

test('stack: the Temporal UI is where stack.env says', async () => {
  assert.equal((await fetch(stackEnv('TEMPORAL_UI_URL'))).status, 200);
});

test('stack: the identity gives a token for storage to whoever knows the header, and to nobody else', async () => {
  const url = `${stackEnv('IDENTITY_ENDPOINT')}?api-version=2019-08-01&resource=https://storage.azure.com/`;
  assert.equal((await fetch(url)).status, 401);
  assert.equal((await fetch(url, { headers: { 'x-identity-header': 'wrong' } })).status, 401);
  const response = await fetch(url, { headers: { 'x-identity-header': stackEnv('IDENTITY_HEADER') } });
  const { access_token, token_type } = (await response.json()) as { access_token: string; token_type: string };
  const claims = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString());
  assert.equal(token_type, 'Bearer');
  assert.equal(claims.aud, 'https://storage.azure.com');
  assert.ok(claims.exp > Date.now() / 1000);
});

test('stack: what clients need is in stack.env', () => {
  const env = readStackEnv(join(STATE, 'stack.env'));
  assert.deepEqual(
    Object.keys(env).sort(),
    [
      ...['DATABASE_URL', 'DATABASE_URL_DOMAIN', 'DATABASE_URL_GATEWAY', 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER'],
      ...['NODE_EXTRA_CA_CERTS', 'RHUMBLINE_API_KEY', 'RHUMBLINE_DOMAIN_HOST', 'RHUMBLINE_DOMAIN_PORT'],
      ...['RHUMBLINE_DOMAIN_URL', 'RHUMBLINE_GATEWAY_HOST', 'RHUMBLINE_GATEWAY_PORT', 'RHUMBLINE_GATEWAY_URL'],
      ...['RHUMBLINE_FAILURE_LIMIT', 'RHUMBLINE_REQUEST_LIMIT'],
      ...['RHUMBLINE_SCRATCH_DIR', 'RHUMBLINE_SERVICE_KEY', 'RHUMBLINE_STATE_DIR', 'RHUMBLINE_STORAGE_CA_FILE'],
      ...['RHUMBLINE_STORAGE_URL', 'RHUMBLINE_TASK_QUEUE_HEAVY', 'RHUMBLINE_TASK_QUEUE_LIGHT', 'RHUMBLINE_WEBHOOK_KEY'],
      ...['RHUMBLINE_WORKFLOWS_DIR', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_UI_URL'],
    ].sort(),
  );
  assert.equal(env.RHUMBLINE_API_KEY, stackEnv('RHUMBLINE_API_KEY'));
});

test('stack: what it keeps is closed to other users', () => {
  for (const file of ['stack.env', 'secrets.json', 'temporal.sqlite', 'certificates/leaf.key']) {
    assert.equal(statSync(join(STATE, file)).mode & 0o777, 0o600, file);
  }
  for (const folder of ['logs', 'run', 'certificates', 'azurite', 'scratch']) {
    assert.equal(statSync(join(STATE, folder)).mode & 0o777, 0o700, folder);
  }
});

test('stack: the gateway holds the password of its own database role and no other', () => {
  const environment = readFileSync(`/proc/${pidOf('gateway')}/environ`, 'utf8').split('\0');
  const databases = environment.filter((entry) => entry.startsWith('DATABASE_URL')).map((entry) => entry.split('=')[0]);
  assert.deepEqual(databases, ['DATABASE_URL_GATEWAY']);
  const owner = new URL(stackEnv('DATABASE_URL')).password;
  assert.ok(!environment.some((entry) => entry.includes(owner)));
});

test('stack: a second one on the same folder is refused, and says which runs', async () => {
  const { exitCode, stderr } = await anotherStack({});
  assert.equal(exitCode, 1);
  assert.match(stderr, /^stack_already_running: A stack \(pid \d+\) already runs with the state folder /);
  assert.match(
    stderr,
    /Stop it with Ctrl-C where it runs, or start another with RHUMBLINE_STATE_DIR and other ports\.$/,
  );
});

test('stack: ports that are taken are all named, each with the setting that moves it', async (t) => {
  const state = temporaryFolder(t);
  const given = { TEMPORAL_ADDRESS: undefined, RHUMBLINE_STORAGE_URL: undefined, DATABASE_URL: undefined };
  const { exitCode, stderr } = await anotherStack({ ...given, ...samePorts(), RHUMBLINE_STATE_DIR: state });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^port_in_use: Another program listens on a port that the stack needs\./);
  for (const [name, port] of Object.entries(samePorts())) {
    assert.match(stderr, new RegExp(`^ {2}${port} \\(.+\\): set ${name} to another port$`, 'm'));
  }
});

test('stack: a folder of another layout is refused with what to do about it', async (t) => {
  const state = temporaryFolder(t);
  writeFileSync(join(state, 'layout-version'), '0\n');
  const { exitCode, stderr } = await anotherStack({ RHUMBLINE_STATE_DIR: state });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^stale_state: The state folder .+ has layout "0"; this version of Rhumbline uses layout 2\./);
  assert.match(stderr, /remove it \(rm -rf .+\), or set RHUMBLINE_STATE_DIR to another folder\.$/);
});

test('stack: a malformed setting stops it with exit code 78', async () => {
  const { exitCode, stderr } = await anotherStack({ RHUMBLINE_GATEWAY_PORT: '99999', RHUMBLINE_HEAVY_SLOTS: 'many' });
  assert.equal(exitCode, 78);
  assert.match(stderr, /^stack: 2 settings are missing or malformed\./);
});

/** The running stack's ports, as settings for another. */
function samePorts(): Record<string, string> {
  return {
    RHUMBLINE_TEMPORAL_PORT: new URL(`http://${stackEnv('TEMPORAL_ADDRESS')}`).port,
    RHUMBLINE_TEMPORAL_UI_PORT: new URL(stackEnv('TEMPORAL_UI_URL')).port,
    RHUMBLINE_POSTGRES_PORT: new URL(stackEnv('DATABASE_URL')).port,
    RHUMBLINE_AZURITE_PORT: new URL(stackEnv('RHUMBLINE_STORAGE_URL')).port,
    RHUMBLINE_IDENTITY_PORT: new URL(stackEnv('IDENTITY_ENDPOINT')).port,
  };
}

function temporaryFolder(t: { after(clean: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-stack-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
