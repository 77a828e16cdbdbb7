import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { SETTINGS } from '../../src/main/settings/definitions.ts';
import { freshBlob, required, store, temporaryFolder } from './support/storage.ts';

const COMMAND = resolve(import.meta.dirname, '../../bin/rhumbline');

/** The environment of somebody who knows nothing but where the stack keeps its state. */
function bareEnvironment(): Record<string, string> {
  const kept = { ...process.env, NODE_EXTRA_CA_CERTS: '', RHUMBLINE_STATE_DIR: required('RHUMBLINE_STATE_DIR') };
  const others = Object.values(SETTINGS).filter(({ env }) => env !== SETTINGS.stateDir.env);
  return { ...kept, ...Object.fromEntries(others.map(({ env }) => [env, ''])) };
}

function rhumbline(args: string[], env: Record<string, string> = bareEnvironment(), cwd = '/') {
  return execa(COMMAND, args, { cwd, env, extendEnv: false, reject: false });
}

test('cli command: reaches the stack from any folder by its state folder alone', async () => {
  const { exitCode, stdout, stderr } = await rhumbline([
    'submit',
    'echo_test',
    '-i',
    `message=${randomUUID()}`,
    '--wait',
  ]);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /\necho_test completed after /);
  const page = `${required('TEMPORAL_UI_URL')}/namespaces/${required('TEMPORAL_NAMESPACE')}/workflows/echo_test-`;
  assert.ok(stdout.includes(page), stdout);
});

test('cli command: uploads by identity, and replaces only when told to', async (t) => {
  const ref = freshBlob(t, 'bronze', '.tif');
  const target = `${ref.container_name}/${ref.blob_name}`;
  const file = join(await temporaryFolder(t), 'upload.tif');
  writeFileSync(file, 'first');
  const first = await rhumbline(['upload', file, target]);
  assert.deepEqual([first.exitCode, first.stderr], [0, '']);
  assert.match(first.stdout, new RegExp(`^${target}: 5 B in [\\d.]+ s\\.$`));

  writeFileSync(file, 'second');
  const refused = await rhumbline(['upload', file, target]);
  assert.equal(refused.exitCode, 3);
  assert.match(refused.stderr, /^blob_exists: /);
  assert.equal((await store.head(ref))?.size, 5);

  const forced = await rhumbline(['upload', file, target, '--force', '--json']);
  const { url, bytes, etag } = JSON.parse(forced.stdout);
  assert.deepEqual([forced.exitCode, url, bytes], [0, store.url(ref), 6]);
  const properties = await store.head(ref);
  assert.deepEqual([properties?.size, properties?.etag, properties?.content_type], [6, etag, 'image/tiff']);

  const nowhere = await rhumbline(['upload', file, `no-such-container/${ref.blob_name}`]);
  assert.deepEqual([nowhere.exitCode, nowhere.stderr.split(':')[0]], [3, 'container_not_found']);
});

test('cli command: Ctrl-C while watching has exit code 130', async () => {
  const inputs = ['-i', `message=${randomUUID()}`, '-i', 'steps=120', '-i', 'step_delay=0.5'];
  const submitted = await rhumbline(['submit', 'echo_test', ...inputs, '--json']);
  const { job_id } = JSON.parse(submitted.stdout);
  try {
    const watching = rhumbline(['watch', job_id]);
    watching.stdout.once('data', () => watching.kill('SIGINT'));
    const { exitCode, stderr } = await watching;
    assert.equal(exitCode, 130);
    assert.match(stderr, /^No longer watching/);
  } finally {
    await rhumbline(['cancel', job_id]);
  }
});

test('cli command: without a stack it says how to start one', async (t) => {
  const env = { ...bareEnvironment(), RHUMBLINE_STATE_DIR: await temporaryFolder(t) };
  for (const args of [
    ['status', 'x'],
    ['upload', COMMAND, 'bronze/x'],
  ]) {
    const { exitCode, stderr } = await rhumbline(args, env);
    assert.equal(exitCode, 4);
    assert.match(stderr, /^no_stack: RHUMBLINE_\w+ is not set and no local stack runs\. Start one with npm start/);
  }
});

test('cli command: the key of the local stack is not for another gateway, and it says so', async () => {
  const env = { ...bareEnvironment(), RHUMBLINE_GATEWAY_URL: 'http://127.0.0.1:1' };
  const { exitCode, stderr } = await rhumbline(['status', 'x'], env);
  assert.equal(exitCode, 4);
  assert.match(stderr, /^no_stack: RHUMBLINE_API_KEY is not set, and that of a local stack is not for the gateway/);
});

test('cli command: malformed settings are told, and needed by those commands only that read them', async () => {
  const env = { ...bareEnvironment(), RHUMBLINE_GATEWAY_URL: 'ftp://gateway', RHUMBLINE_API_KEY: 'two words' };
  const { exitCode, stderr } = await rhumbline(['status', 'x'], env);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^invalid_settings: .*2 settings are missing or malformed/);
  assert.doesNotMatch(stderr, /two words/);
  const spec = resolve(import.meta.dirname, '../../workflows/echo_test.yaml');
  assert.equal((await rhumbline(['validate', spec], env)).exitCode, 0);
});

test('cli command: tells no secret, whatever is asked of it', async () => {
  const stackEnv = readFileSync(join(required('RHUMBLINE_STATE_DIR'), 'stack.env'), 'utf8');
  const secrets = ['RHUMBLINE_API_KEY', 'IDENTITY_HEADER', 'RHUMBLINE_SERVICE_KEY', 'RHUMBLINE_WEBHOOK_KEY'].map(
    required,
  );
  for (const secret of secrets) assert.ok(stackEnv.includes(secret));
  const runs = await Promise.all([
    rhumbline(['status', 'no-such-id']),
    rhumbline(['status', 'no-such-id', '--json']),
    rhumbline(['upload', COMMAND, 'no-such-container/x', '--json']),
  ]);
  const text = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n');
  assert.notEqual(text.trim(), '');
  for (const secret of secrets) assert.ok(!text.includes(secret));
});
