import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SETTINGS } from '../../../src/main/settings/definitions.ts';
import { entraOf } from '../../../src/main/settings/entra.ts';
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
  RHUMBLINE_WEBHOOK_KEY: 'w'.repeat(32),
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
  assert.match(message, /^worker: 8 settings are missing or malformed\.\n/);
  for (const name of Object.keys(WORKER)) assert.match(message, new RegExp(`^ {2}${name} is not set$`, 'm'));
  assert.match(message, /Temporal frontend, host:port\.\n {6}Example: 127\.0\.0\.1:7233\n/);
});

test('a signed address lasts for an hour at most, and 15 minutes where nothing is said', () => {
  const read = (text: string) => SETTINGS.signedHrefLifetime.schema.safeParse(text);
  assert.equal(read(String(SETTINGS.signedHrefLifetime.fallback)).data, 900_000);
  assert.equal(read('1h').data, 3_600_000);
  for (const wrong of ['59s', '61m', '1d', '0m', 'x']) assert.equal(read(wrong).success, false, wrong);
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

const GATEWAY = {
  DATABASE_URL_GATEWAY: 'postgresql://u:hunter2@127.0.0.1:5433/rhumbline',
  RHUMBLINE_DOMAIN_URL: 'http://127.0.0.1:8081',
  RHUMBLINE_SERVICE_KEY: 'k'.repeat(32),
};
const ENTRA = {
  RHUMBLINE_ENTRA_TENANT_ID: '7b1a7c1e-0d5f-4e1c-9a3e-3f1c9a7e5b2d',
  RHUMBLINE_ENTRA_AUDIENCE: 'api://rhumbline',
  RHUMBLINE_ENTRA_ISSUER: 'https://login.test/v2.0/',
  RHUMBLINE_ENTRA_JWKS_URL: 'https://login.test/keys',
};

test('settings: what goes together is there together or not at all', () => {
  assert.equal(entraOf(readSettings('gateway', GATEWAY)), undefined);
  assert.deepEqual(
    entraOf(readSettings('gateway', { ...GATEWAY, ...ENTRA, RHUMBLINE_ENTRA_ROLES: 'R=read, A.b=admin' })),
    {
      tenant_id: ENTRA.RHUMBLINE_ENTRA_TENANT_ID,
      issuer: 'https://login.test/v2.0/',
      audience: 'api://rhumbline',
      jwks_url: 'https://login.test/keys',
      scopes: new Map([
        ['R', 'read'],
        ['A.b', 'admin'],
      ]),
      platform_prefix: 'Rhumbline.Platform.',
    },
  );
  const { RHUMBLINE_ENTRA_AUDIENCE: _, RHUMBLINE_ENTRA_ISSUER: __, ...some } = ENTRA;
  const message = messageOf('gateway', { ...GATEWAY, ...some });
  assert.match(message, /^gateway: 2 settings are/);
  assert.match(message, /RHUMBLINE_ENTRA_AUDIENCE is not set, but RHUMBLINE_ENTRA_TENANT_ID is\n/);
  assert.match(message, /RHUMBLINE_ENTRA_ISSUER is not set, but RHUMBLINE_ENTRA_TENANT_ID is\n/);
});

test('settings: signing keys come by a way on which nobody changes them', () => {
  for (const url of ['http://login.test/keys', 'file:///keys', 'http://127.0.0.1.evil.test/keys']) {
    const message = messageOf('gateway', { ...GATEWAY, ...ENTRA, RHUMBLINE_ENTRA_JWKS_URL: url });
    assert.match(message, /RHUMBLINE_ENTRA_JWKS_URL is malformed .*expected an https/);
  }
  for (const roles of ['Reader', 'R=reader', '=read', 'R=read=admin', 'R=read,,S=submit']) {
    const message = messageOf('gateway', { ...GATEWAY, ...ENTRA, RHUMBLINE_ENTRA_ROLES: roles });
    assert.match(message, /RHUMBLINE_ENTRA_ROLES is malformed .*: expected ROLE=SCOPE/, roles);
  }
});

test('settings: networks are addresses, with or without the bits that count', () => {
  const trusted = (text: string) =>
    readSettings('gateway', { ...GATEWAY, RHUMBLINE_TRUSTED_PROXIES: text }).trustedProxies;
  assert.deepEqual(readSettings('gateway', GATEWAY).trustedProxies, []);
  assert.deepEqual(trusted('10.0.0.0/8, 127.0.0.1,2001:db8::/32'), ['10.0.0.0/8', '127.0.0.1', '2001:db8::/32']);
  for (const text of ['true', '1', '10.0.0.0/33', '10.0.0/8', '::1/129', '127.0.0.1/', '10.0.0.0/8/8', '127.0.0.1,']) {
    assert.match(messageOf('gateway', { ...GATEWAY, RHUMBLINE_TRUSTED_PROXIES: text }), /expected IP addresses/, text);
  }
});

test('settings: .env.example is what the definitions say', () => {
  assert.equal(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8'), envExample());
});

test('settings: every example is a value that the setting takes', () => {
  for (const { env, schema, example } of Object.values(SETTINGS)) {
    assert.ok(schema.safeParse(example).success, `${env}=${example}`);
  }
});

test('settings: a secret may come from a file, without the line break at its end', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-settings-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'url');
  writeFileSync(file, 'postgresql://u:from-a-file@127.0.0.1:5433/rhumbline\n');
  const { DATABASE_URL_DOMAIN: _, ...others } = WORKER;
  const settings = readSettings('worker', { ...others, DATABASE_URL_DOMAIN_FILE: file });
  assert.equal(settings.databaseUrlDomain, 'postgresql://u:from-a-file@127.0.0.1:5433/rhumbline');
  // Of what is no secret there is no such thing.
  const address = messageOf('worker', { ...WORKER, TEMPORAL_ADDRESS: '', TEMPORAL_ADDRESS_FILE: file });
  assert.match(address, /TEMPORAL_ADDRESS is not set/);

  const both = messageOf('worker', { ...WORKER, DATABASE_URL_DOMAIN_FILE: file });
  assert.match(both, /DATABASE_URL_DOMAIN is set, and so is DATABASE_URL_DOMAIN_FILE: one of them is enough/);
  const missing = messageOf('worker', { ...others, DATABASE_URL_DOMAIN_FILE: join(folder, 'none') });
  assert.match(
    missing,
    /DATABASE_URL_DOMAIN is not to be had: .*none, which DATABASE_URL_DOMAIN_FILE names, cannot be/,
  );
  writeFileSync(file, '\n');
  assert.match(messageOf('worker', { ...others, DATABASE_URL_DOMAIN_FILE: file }), /DATABASE_URL_DOMAIN is empty: /);
  writeFileSync(file, 'http://u:from-a-file@db\n');
  assert.doesNotMatch(messageOf('worker', { ...others, DATABASE_URL_DOMAIN_FILE: file }), /from-a-file/);
});
