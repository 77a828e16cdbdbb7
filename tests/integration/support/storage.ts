import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { BlobRef } from '../../../src/storage/blob-store.ts';
import { createBlobStore } from '../../../src/storage/create-blob-store.ts';
import type { Lifetime } from './lifetime.ts';

/** A setting of the running stack. Without it a test cannot mean anything, so it fails. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by npm test, or read stack.env first`);
  return value;
}

export const storageUrl = required('RHUMBLINE_STORAGE_URL');
export const store = createBlobStore({ url: storageUrl });

/** A name in `container_name` that nobody else has; the blob there is removed with the test. */
export function freshBlob(t: Lifetime, container_name: 'bronze' | 'silver', suffix = '.tif'): BlobRef {
  const ref = { container_name, blob_name: `tests/${randomUUID()}${suffix}` };
  t.after(() => store.remove(ref));
  return ref;
}

export async function temporaryFolder(t: Lifetime): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rhumbline-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Puts bytes into a fresh blob of the bronze container. */
export async function blobOf(t: Lifetime, content: Uint8Array | string): Promise<BlobRef> {
  const path = join(await temporaryFolder(t), 'content');
  await writeFile(path, content);
  return blobOfFile(t, path);
}

export async function blobOfFile(t: Lifetime, path: string): Promise<BlobRef> {
  const ref = freshBlob(t, 'bronze');
  await store.upload(path, ref, { content_type: 'image/tiff', mode: 'create' });
  return ref;
}

/** Puts what `make` writes to a path into a fresh blob; the folder is for what it needs on the way. */
export async function blobMade(
  t: TestContext,
  make: (path: string, folder: string) => Promise<unknown>,
): Promise<BlobRef> {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'made.tif');
  await make(path, folder);
  return blobOfFile(t, path);
}
