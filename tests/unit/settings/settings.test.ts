import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SETTINGS } from '../../../src/main/settings/definitions.ts';
import { envExample } from '../../../src/main/settings/env-example.ts';
import { readSettings } from '../../../src/main/settings/settings.ts';
import { SettingsError } from '../../../src/main/settings/settings-error.ts';

const WORKER = {
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_NAMESPACE: 'default',
  RHUMBLINE_TASK_QUEUE_LIGHT: 'light',
  RHUMBLINE_TASK_QUEUE_HEAVY: 'heavy',
  DATABASE_URL_DOMAIN: 'postgresql://u:hunter2@127.0.0.1:5433/rhumbline',
  RHUMBLINE_STORAGE_URL: 'https://127.0.0.1:10000/devstoreaccount1/',
  RHUMBLINE_SCRATCH_DIR: '/var/tmp/scratch',
};

function messageOf(kind: 'worker' | 'gateway' | 'migrate', environment: Record<string, string>): string {
  try {
    readSettings(kind, environment);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.message;
  }
  return assert.fail('the settings were accepted');
}

test('settings: values are parsed and fallbacks filled in', () => {
  const settings = readSettings('worker', { ...WORKER, RHUMBLINE_WORKER_QUEUES: 'heavy', RHUMBLINE_HEAVY_SLOTS: '3' });
  assert.equal(settings.storageUrl, 'https://127.0.0.1:10000/devstoreaccount1');
  assert.deepEqual(settings.workerQueues, ['heavy']);
  assert.equal(settings.heavySlots, 3);
  assert.deepEqual(settings.productContainers, ['silver']);
  assert.equal(settings.gdalCacheMb, 256);
  assert.equal(settings.storageCaFile, undefined);
});

test('settings: an empty environment lists everything that is required, at once', () => {
  const message = messageOf('worker', {});
  assert.match(message, /^worker: 7 settings are missing or malformed\.\n/);
  for (const name of Object.keys(WORKER)) assert.match(message, new RegExp(`^ {2}${name} is not set$`, 'm'));
  assert.match(message, /Temporal frontend, host:port\.\n {6}Example: 127\.0\.0\.1:7233\n/);
});

test('settings: what is missing and what is malformed come in one list, an empty value counts as missing', () => {
  const message = messageOf('worker', {
    ...WORKER,
    TEMPORAL_NAMESPACE: '',
    TEMPORAL_ADDRESS: 'http://temporal',
    RHUMBLINE_HEAVY_SLOTS: '0',
    RHUMBLINE_WORKER_QUEUES: 'light,fast',
    RHUMBLINE_PRODUCT_CONTAINERS: 'silver,Gold',
  });
  assert.match(message, /^worker: 5 settings are/);
  assert.match(message, /RHUMBLINE_PRODUCT_CONTAINERS is malformed "silver,Gold": expected 3 to 63 lower-case letters/);
  assert.match(message, /TEMPORAL_NAMESPACE is not set/);
  assert.match(message, /TEMPORAL_ADDRESS is malformed "http:\/\/temporal": expected host:port/);
  assert.match(message, /RHUMBLINE_HEAVY_SLOTS is malformed "0": expected a whole number, 1 to 256/);
  assert.match(message, /RHUMBLINE_WORKER_QUEUES is malformed "light,fast": expected light, heavy or both/);
});

test('settings: no secret is repeated in the message', () => {
  const message = messageOf('worker', {
    ...WORKER,
    DATABASE_URL_DOMAIN: 'mysql://u:hunter2@host/db',
    RHUMBLINE_STORAGE_URL: 'https://acct.blob.core.windows.net/?sv=2025&sig=abc123',
  });
  assert.match(message, /DATABASE_URL_DOMAIN is malformed: expected postgresql:/);
  assert.match(message, /RHUMBLINE_STORAGE_URL is malformed: expected an https/);
  assert.doesNotMatch(message, /hunter2|abc123|acct/);
});

test('settings: a process is not asked for what it does not use', () => {
  assert.doesNotMatch(messageOf('gateway', {}), /TEMPORAL|DATABASE_URL_DOMAIN|STORAGE/);
  assert.deepEqual(readSettings('cli', {}).stateDir, '.rhumbline');
});

test('settings: .env.example is what the definitions say', () => {
  assert.equal(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8'), envExample());
});

test('settings: every example is a value that the setting takes', () => {
  for (const { env, schema, example } of Object.values(SETTINGS)) {
    assert.ok(schema.safeParse(example).success, `${env}=${example}`);
  }
});
