import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FaultError } from '../../../src/plan/fault.ts';
import { createBlobStore } from '../../../src/storage/create-blob-store.ts';
import { isStorageAway, storageAway, storageFault } from '../../../src/storage/storage-fault.ts';

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
