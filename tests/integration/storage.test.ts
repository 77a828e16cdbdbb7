import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { FaultError } from '../../src/plan/fault.ts';
import { accountName } from '../../src/storage/account-name.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';
import { createReadOnlySas } from '../../src/storage/read-only-sas.ts';
import { blobOf, freshBlob, storageUrl, store, temporaryFolder } from './support/storage.ts';

const withCode = (code: string, retryable: boolean) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code);
  assert.equal(error.retryable, retryable);
  return true;
};

test('a blob has size, ETag and metadata; what is absent is undefined', async (t) => {
  const path = join(await temporaryFolder(t), 'five');
  await writeFile(path, 'hello');
  const ref = freshBlob(t, 'bronze', '.txt');
  const { etag } = await store.upload(path, ref, { content_type: 'text/plain', mode: 'create', metadata: { a: '1' } });
  const found = await store.head(ref);
  assert.deepEqual(
    { ...found, last_modified: '' },
    {
      size: 5,
      etag,
      content_type: 'text/plain',
      last_modified: '',
      md5: '5d41402abc4b2a76b9719d911017c592',
      metadata: { a: '1' },
    },
  );
  assert.equal(await store.head({ ...ref, blob_name: `${ref.blob_name}.not` }), undefined);
  assert.equal(await store.head({ ...ref, container_name: 'no-such-container' }), undefined);
});

test('ranges stop at the end of the blob', async (t) => {
  const ref = await blobOf(t, '0123456789');
  assert.equal(Buffer.from(await store.readRange(ref, 2, 3)).toString(), '234');
  assert.equal(Buffer.from(await store.readRange(ref, 8, 100)).toString(), '89');
  assert.equal((await store.readRange(ref, 10, 5)).length, 0);
});

test('a download is hashed on the way and pinned to an ETag', async (t) => {
  const content = randomBytes(5_000_000);
  const ref = await blobOf(t, content);
  const path = join(await temporaryFolder(t), 'copy');
  const etag = (await store.head(ref))?.etag as string;
  const seen: number[] = [];
  const result = await store.download(ref, path, { etag, onProgress: (bytes) => seen.push(bytes) });
  assert.equal(result.bytes, 5_000_000);
  assert.equal(result.sha256, hash('sha256', content));
  assert.deepEqual(await readFile(path), content);
  assert.equal(seen.at(-1), 5_000_000);
  await assert.rejects(store.download(ref, path, { etag: '"0x0"' }), withCode('source_changed', false));
});

test('create refuses to replace, replace does not', async (t) => {
  const path = join(await temporaryFolder(t), 'x');
  await writeFile(path, 'one');
  const ref = freshBlob(t, 'silver', '.txt');
  await store.upload(path, ref, { content_type: 'text/plain', mode: 'create' });
  await assert.rejects(
    store.upload(path, ref, { content_type: 'text/plain', mode: 'create' }),
    withCode('blob_exists', false),
  );
  await writeFile(path, 'second');
  await store.upload(path, ref, { content_type: 'text/plain', mode: 'replace' });
  assert.equal((await store.head(ref))?.size, 6);
});

test('what is staged is not there before it is committed, whole, with the hash of its content', async (t) => {
  for (const size of [0, 5, 8 * 1024 ** 2, 20_000_000]) {
    const content = randomBytes(size);
    const path = join(await temporaryFolder(t), 'x');
    await writeFile(path, content);
    const ref = freshBlob(t, 'silver', '.bin');
    const [first, other] = await Promise.all([store.stage(path, ref), store.stage(path, ref)]);
    assert.deepEqual([first.size, first.sha256], [size, hash('sha256', content)]);
    assert.equal(await store.head(ref), undefined);
    const options = { content_type: 'a/b', mode: 'create', metadata: { a: '1' } } as const;
    const { etag } = await first.commit(options);
    const found = await store.head(ref);
    assert.deepEqual([found?.etag, found?.size, found?.content_type, found?.metadata], [etag, size, 'a/b', { a: '1' }]);
    assert.deepEqual(Buffer.from(await store.read(ref)), content);
    await assert.rejects(other.commit(options), withCode('blob_exists', false));
  }
});

test('staging ends where it is broken off, and says how far it is', async (t) => {
  const path = join(await temporaryFolder(t), 'x');
  await writeFile(path, randomBytes(40_000_000));
  const ref = freshBlob(t, 'silver', '.bin');
  const stop = new AbortController();
  const seen: number[] = [];
  const onProgress = (bytes: number) => {
    seen.push(bytes);
    stop.abort();
  };
  await assert.rejects(store.stage(path, ref, { signal: stop.signal, onProgress }), { name: 'AbortError' });
  assert.ok((seen.at(-1) ?? 0) < 40_000_000);
  await assert.rejects(store.stage(join(path, 'not'), ref), { code: 'ENOTDIR' });
});

test('a store for some containers changes nothing in others, and reads everywhere', async (t) => {
  const narrow = createBlobStore({ url: storageUrl, writable: ['silver'] });
  const there = await blobOf(t, 'kept');
  const path = join(await temporaryFolder(t), 'x');
  await writeFile(path, 'x');
  const options = { content_type: 'text/plain', mode: 'replace' } as const;
  const refused = withCode('container_not_allowed', false);
  assert.throws(() => narrow.requireWritable(there), refused);
  await assert.rejects(narrow.upload(path, there, options), refused);
  await assert.rejects(narrow.stage(path, there), refused);
  await assert.rejects(narrow.write(Buffer.from('x'), there, options), refused);
  await assert.rejects(narrow.remove(there), refused);
  assert.equal(Buffer.from(await narrow.read(there)).toString(), 'kept');
  const allowed = freshBlob(t, 'silver', '.txt');
  await narrow.upload(path, allowed, options);
  assert.equal((await narrow.head(allowed))?.size, 1);
});

test('of ten parallel creates of one blob, one succeeds', async (t) => {
  const path = join(await temporaryFolder(t), 'x');
  await writeFile(path, 'x');
  const ref = freshBlob(t, 'silver', '.txt');
  const attempts = Array.from({ length: 10 }, () =>
    store.upload(path, ref, { content_type: 'text/plain', mode: 'create' }),
  );
  const outcomes = await Promise.allSettled(attempts);
  assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1);
});

test('what is not there has a code of its own', async (t) => {
  const path = join(await temporaryFolder(t), 'x');
  const ref = { container_name: 'bronze', blob_name: 'tests/no-such-blob.tif' };
  await assert.rejects(store.download(ref, path), withCode('source_not_found', false));
  await assert.rejects(store.readRange(ref, 0, 1), withCode('source_not_found', false));
  await assert.rejects(
    store.readRange({ ...ref, container_name: 'no-such-container' }, 0, 1),
    withCode('container_not_found', false),
  );
  await assert.rejects(store.head({ ...ref, blob_name: '../x' }), withCode('invalid_blob_path', false));
});

test('an aborted download stops with an AbortError', async (t) => {
  const ref = await blobOf(t, randomBytes(2_000_000));
  const path = join(await temporaryFolder(t), 'x');
  const abort = new AbortController();
  const download = store.download(ref, path, { signal: abort.signal, onProgress: () => abort.abort() });
  await assert.rejects(download, { name: 'AbortError' });
});

test('a SAS lets its holder read one blob and nothing else', async (t) => {
  const [one, other] = [await blobOf(t, 'one'), await blobOf(t, 'other')];
  const { path, config } = await store.gdalSource(one);
  assert.equal(path, `/vsiaz/bronze/${one.blob_name}`);
  const connection = config.AZURE_STORAGE_CONNECTION_STRING as string;
  assert.ok(connection.startsWith(`BlobEndpoint=${storageUrl};SharedAccessSignature=`));
  const sas = connection.split('SharedAccessSignature=')[1];
  const read = await fetch(`${store.url(one)}?${sas}`);
  assert.equal(read.status, 200);
  assert.equal(await read.text(), 'one');
  assert.equal((await fetch(`${store.url(other)}?${sas}`)).status, 403);
  const write = await fetch(`${store.url(one)}?${sas}`, {
    method: 'PUT',
    body: 'x',
    headers: { 'x-ms-blob-type': 'BlockBlob' },
  });
  assert.equal(write.status, 403);
  assert.equal((await fetch(store.url(one))).status >= 400, true);
});

test('the key that a SAS is signed with is asked for once, and anew before it would die first', async (t) => {
  const ref = await blobOf(t, 'one');
  const service = new BlobServiceClient(storageUrl, new DefaultAzureCredential());
  const { mock } = t.mock.method(service, 'getUserDelegationKey');
  const sas = createReadOnlySas(service, accountName(storageUrl));
  const MINUTE = 60_000;
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  await Promise.all(Array.from({ length: 50 }, () => sas(ref, 15 * MINUTE)));
  assert.equal(mock.callCount(), 1);
  t.mock.timers.tick(54 * MINUTE);
  const { expires_on } = await sas(ref, 60 * MINUTE);
  assert.equal(mock.callCount(), 1);
  assert.ok(Math.abs(expires_on.getTime() - (Date.now() + 60 * MINUTE)) <= 1_000);
  t.mock.timers.tick(2 * MINUTE);
  await sas(ref, 60 * MINUTE);
  assert.equal(mock.callCount(), 2);
  await assert.rejects(sas(ref, 61 * MINUTE), RangeError);
});

test('a blob is known by its URL, and nothing else is', () => {
  const ref = { container_name: 'silver', blob_name: 'a/é 1 %23.tif' };
  assert.deepEqual(store.refOf(store.url(ref)), ref);
  for (const url of [
    `${store.url(ref)}?a=b`,
    `${storageUrl}/silver`,
    `${storageUrl}/silver/a//b`,
    `${storageUrl}/silver/../bronze/a`,
    `${storageUrl}/Silver/a`,
    `${storageUrl}x/silver/a`,
    `https://elsewhere.example/silver/a`,
    '',
  ]) {
    assert.equal(store.refOf(url), undefined, url);
  }
});

test('an account that does not answer is retryable, and the error holds no token', async () => {
  const nowhere = createBlobStore({ url: 'https://127.0.0.1:1/devstoreaccount1' });
  const error = await nowhere.head({ container_name: 'bronze', blob_name: 'x.tif' }).catch((caught: unknown) => caught);
  assert.ok(withCode('storage_unavailable', true)(error));
  assert.doesNotMatch(JSON.stringify(error, Object.getOwnPropertyNames(error)), /bearer|authorization/i);
});

test('ping needs identity and account', async () => {
  await store.ping();
});
