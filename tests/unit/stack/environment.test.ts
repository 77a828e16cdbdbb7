import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings } from '../../../src/main/settings/settings.ts';
import { stackEnvironment } from '../../../src/main/stack/addresses.ts';
import { processEnvironment } from '../../../src/main/stack/child-environment.ts';
import { readStackEnv, writeStackEnv } from '../../../src/main/stack/stack-env.ts';
import { openStateFolder } from '../../../src/main/stack/state-folder.ts';
import { SECRETS } from './support/secrets.ts';

const folder = openStateFolder(mkdtempSync(join(tmpdir(), 'rhumbline-env-')));
process.on('exit', () => rmSync(folder.root, { recursive: true }));

function environmentWith(settings: Record<string, string>): Record<string, string> {
  return stackEnvironment(readSettings('stack', settings), SECRETS, folder, '/project');
}

test('stack environment: addresses of a stack that runs everything itself', () => {
  assert.deepEqual(environmentWith({}), {
    RHUMBLINE_STATE_DIR: folder.root,
    RHUMBLINE_GATEWAY_URL: 'http://127.0.0.1:8080',
    RHUMBLINE_GATEWAY_HOST: '127.0.0.1',
    RHUMBLINE_GATEWAY_PORT: '8080',
    RHUMBLINE_REQUEST_LIMIT: '1000000000',
    RHUMBLINE_FAILURE_LIMIT: '1000000000',
    RHUMBLINE_DOMAIN_URL: 'http://127.0.0.1:8081',
    RHUMBLINE_DOMAIN_HOST: '127.0.0.1',
    RHUMBLINE_DOMAIN_PORT: '8081',
    RHUMBLINE_SERVICE_KEY: 'service-key-service-key-service-key-1',
    RHUMBLINE_WEBHOOK_KEY: 'webhook-key-webhook-key-webhook-key-1',
    RHUMBLINE_WORKFLOWS_DIR: '/project/workflows',
    RHUMBLINE_SCRATCH_DIR: folder.scratch,
    RHUMBLINE_TASK_QUEUE_LIGHT: 'rhumbline-light',
    RHUMBLINE_TASK_QUEUE_HEAVY: 'rhumbline-heavy',
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
    DATABASE_URL: 'postgresql://rhumbline_owner:owner-secret@127.0.0.1:5433/rhumbline',
    DATABASE_URL_DOMAIN: 'postgresql://rhumbline_domain:domain-secret@127.0.0.1:5433/rhumbline',
    DATABASE_URL_GATEWAY: 'postgresql://rhumbline_gateway:gateway-secret@127.0.0.1:5433/rhumbline',
    RHUMBLINE_STORAGE_URL: 'https://127.0.0.1:10000/devstoreaccount1',
    RHUMBLINE_STORAGE_CA_FILE: join(folder.certificates, 'ca.pem'),
    IDENTITY_ENDPOINT: 'http://127.0.0.1:10004/msi/token',
    IDENTITY_HEADER: 'identity-secret',
  });
});

test('stack environment: what is given by address is used as it is', () => {
  const env = environmentWith({
    TEMPORAL_ADDRESS: 'temporal.example:7233',
    DATABASE_URL: 'postgresql://boss:pw@db.example:5432/geo?sslmode=require',
    RHUMBLINE_STORAGE_URL: 'https://acct.blob.core.windows.net',
    RHUMBLINE_GATEWAY_HOST: '0.0.0.0',
  });
  assert.equal(env.TEMPORAL_ADDRESS, 'temporal.example:7233');
  assert.equal(env.TEMPORAL_UI_URL, undefined);
  assert.equal(
    env.DATABASE_URL_GATEWAY,
    'postgresql://rhumbline_gateway:gateway-secret@db.example:5432/geo?sslmode=require',
  );
  assert.equal(env.RHUMBLINE_STORAGE_URL, 'https://acct.blob.core.windows.net');
  assert.equal(env.RHUMBLINE_STORAGE_CA_FILE, undefined);
  assert.equal(env.IDENTITY_ENDPOINT, undefined);
  assert.equal(env.RHUMBLINE_GATEWAY_URL, 'http://127.0.0.1:8080');
});

test('process environment: each kind gets its own settings and what is not a setting at all', () => {
  const given = {
    RHUMBLINE_LOG_LEVEL: 'debug',
    DATABASE_URL: 'postgresql://other@x/y',
    DATABASE_URL_FILE: '/secrets/url',
    EDITOR: 'vi',
  };
  const env = processEnvironment('gateway', {
    environment: given,
    path: '/bin',
    stateDir: '/state',
    stack: environmentWith({}),
    trusted: '/state/trusted.pem',
  });
  assert.deepEqual(env, {
    PATH: '/bin',
    RHUMBLINE_STACK: '/state',
    EDITOR: 'vi',
    DATABASE_URL_GATEWAY: 'postgresql://rhumbline_gateway:gateway-secret@127.0.0.1:5433/rhumbline',
    RHUMBLINE_DOMAIN_URL: 'http://127.0.0.1:8081',
    RHUMBLINE_SERVICE_KEY: 'service-key-service-key-service-key-1',
    RHUMBLINE_GATEWAY_HOST: '127.0.0.1',
    RHUMBLINE_GATEWAY_PORT: '8080',
    RHUMBLINE_REQUEST_LIMIT: '1000000000',
    RHUMBLINE_FAILURE_LIMIT: '1000000000',
    RHUMBLINE_LOG_LEVEL: 'debug',
    NODE_EXTRA_CA_CERTS: '/state/trusted.pem',
  });
});

test('stack.env: a shell and we read the same', () => {
  const env = {
    URL: 'postgresql://u:p@127.0.0.1:5433/db?sslmode=require&x=1',
    DIR: '/with a space/$HOME',
    KEY: 'a_b-c',
  };
  writeStackEnv(folder, env);
  assert.deepEqual(readStackEnv(folder.envFile), env);
  const script = `. ${folder.envFile}; printf '%s\\n' "$URL" "$DIR" "$KEY"`;
  assert.deepEqual(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n'), Object.values(env));
});
