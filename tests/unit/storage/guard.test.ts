import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '../../../src/plan/fault.ts';
import { type BlobStoreOptions, createBlobStore } from '../../../src/storage/create-blob-store.ts';
import { isStorageAway, storageAway, storageFault } from '../../../src/storage/storage-fault.ts';
import { hangingPort } from '../../support/hanging-port.ts';

const REF = { container_name: 'bronze', blob_name: 'x.tif' };

test('the guard stands before every operation: what it refuses is asked of nobody', async () => {
  let refused = 0;
  const store = createBlobStore({
    url: 'https://127.0.0.1:9/none',
    inbound: ['bronze'],
    guard: () => {
      refused += 1;
      return Promise.reject(storageAway(3));
    },
  });
  const operations = [
    () => store.head(REF),
    () => store.readRange(REF, 0, 1),
    () => store.read(REF),
    () => store.download(REF, '/nowhere'),
    () => store.upload('/nowhere', REF, { content_type: 'a/b', mode: 'create' }),
    () => store.write(new Uint8Array(1), REF, { content_type: 'a/b', mode: 'create' }),
    () => store.remove(REF),
    () => store.gdalSource(REF),
    () => store.hasContainer('bronze'),
    () => store.ensureContainer('bronze'),
    () => store.folders('bronze'),
    () => store.list('bronze', 'x'),
    () => store.listPage('bronze', { prefix: '', size: 1 }),
  ];
  for (const operation of operations) {
    await assert.rejects(
      operation(),
      (error) => error instanceof FaultError && error.fault.code === 'storage_unavailable',
    );
  }
  assert.equal(refused, operations.length);
});

const restError = (over: object) => Object.assign(new Error('x'), { name: 'RestError', ...over });
const faultOf = (over: object) => storageFault(restError(over), REF, 'reading');

for (const [what, error, away] of [
  ['no connection', faultOf({ code: 'ECONNREFUSED' }), true],
  ['503', faultOf({ statusCode: 503, code: 'ServerBusy' }), true],
  ['500', faultOf({ statusCode: 500, code: 'InternalError' }), true],
  ['a blob that is not there', faultOf({ statusCode: 404, code: 'BlobNotFound' }), false],
  ['an identity without a role', faultOf({ statusCode: 403, code: 'AuthorizationPermissionMismatch' }), false],
  ['a condition that is not met', faultOf({ statusCode: 412, code: 'ConditionNotMet' }), false],
  ['a bug', new TypeError('x'), false],
] as const) {
  test(`${what}: the storage is ${away ? 'away' : 'there'}`, () => assert.equal(isStorageAway(error), away));
}

const CREDENTIAL = { getToken: async () => ({ token: 'x', expiresOnTimestamp: Date.now() + 3_600_000 }) };

/** A storage that takes connections and answers none of them, as one does whose process is stopped. */
async function hangingStore(t: TestContext, options: Partial<BlobStoreOptions> = {}) {
  const url = `https://127.0.0.1:${await hangingPort(t)}/none`;
  return createBlobStore({ url, credential: CREDENTIAL, inbound: ['bronze'], ...options });
}

const isAway = (error: unknown) => error instanceof FaultError && isStorageAway(error);

test('a storage that does not answer while the patience lasts is away, whatever is asked of it', async (t) => {
  const failures: unknown[] = [];
  const guard: BlobStoreOptions['guard'] = (operation) =>
    operation().catch((error: unknown) => Promise.reject(failures.push(error) && error));
  const store = await hangingStore(t, { patience_ms: 300, guard });
  const content = { content_type: 'a/b', mode: 'create' } as const;
  const operations = [
    () => store.head(REF),
    () => store.readRange(REF, 0, 1),
    () => store.read(REF),
    () => store.write(new Uint8Array(1), REF, content),
    () => store.remove(REF),
    () => store.gdalSource(REF),
    () => store.signedUrl(REF, 60_000),
    () => store.hasContainer('bronze'),
    () => store.ensureContainer('bronze'),
    () => store.folders('bronze'),
    () => store.list('bronze', 'x'),
    () => store.listPage('bronze', { prefix: '', size: 1 }),
    () => store.hash(REF),
    () => store.download(REF, '/nowhere'),
    () => store.upload(import.meta.filename, REF, content),
  ];
  await Promise.all(operations.map((operation) => assert.rejects(operation(), isAway, String(operation))));
  assert.equal(failures.filter(isStorageAway).length, operations.length);
});

test('so it is where the caller has a time limit of its own', async (t) => {
  const store = await hangingStore(t, { patience_ms: 60_000 });
  await assert.rejects(store.head(REF, AbortSignal.timeout(200)), isAway);
});

test('without patience it is waited for, until the caller has enough, which says nothing of the storage', async (t) => {
  const caller = new AbortController();
  const asked = (await hangingStore(t)).head(REF, caller.signal);
  assert.equal(await Promise.race([asked, sleep(1_000, 'waits')]), 'waits');
  caller.abort();
  await assert.rejects(asked, { name: 'AbortError' });
});
