import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { FaultError } from '../plan/fault.ts';
import { accountName } from './account-name.ts';
import type { BlobRef, BlobStore } from './blob-store.ts';
import { checkBlobPrefix, checkBlobRef, checkContainerName, isBlobRef } from './check-blob-ref.ts';
import { downloadBlob, hashBlob } from './download-blob.ts';
import { headBlob } from './head-blob.ts';
import { listBlobs, listFolders } from './list-blobs.ts';
import { listPage } from './list-page.ts';
import { readBlob } from './read-blob.ts';
import { readBlobRange } from './read-blob-range.ts';
import { createReadOnlySas } from './read-only-sas.ts';
import { storageFault } from './storage-fault.ts';
import { uploadBlob } from './upload-blob.ts';
import { writeBlob } from './write-blob.ts';

export interface BlobStoreOptions {
  /** The account's blob endpoint, without a credential. */
  url: string;
  /** The only containers that are written into; all where it is left out. */
  writable?: readonly string[];
  /** The only containers that are looked through, since data comes in by them; none where it is left out. */
  inbound?: readonly string[];
  /** Default: DefaultAzureCredential. */
  credential?: TokenCredential;
  /** Stands before each operation but the readiness check, such as a circuit breaker; absent: nothing does. */
  guard?: <T>(operation: () => Promise<T>) => Promise<T>;
}

const GDAL_SAS_MS = 30 * 60_000;

export function createBlobStore(options: BlobStoreOptions): BlobStore {
  const endpoint = options.url.replace(/\/+$/, '');
  const service = new BlobServiceClient(endpoint, options.credential ?? new DefaultAzureCredential(), {
    retryOptions: { maxTries: 4, retryDelayInMs: 500, maxRetryDelayInMs: 8_000 },
  });
  const { guard = (operation) => operation() } = options;
  const sas = createReadOnlySas(service, accountName(endpoint));

  /** Runs an operation on a checked name, and turns what it throws into a fault. */
  async function on<T>(ref: BlobRef, doing: string, operation: () => Promise<T>): Promise<T> {
    checkBlobRef(ref);
    return guard(async () => {
      try {
        return await operation();
      } catch (error) {
        throw storageFault(error, ref, doing);
      }
    });
  }
  function requireWritable({ container_name }: BlobRef): void {
    const { writable } = options;
    if (writable === undefined || writable.includes(container_name)) return;
    const message = `Nothing may be put into the container ${container_name} here, only into ${writable.join(', ')}.`;
    throw new FaultError({ code: 'container_not_allowed', message });
  }
  function requireInbound(container_name: string): void {
    const { inbound = [] } = options;
    if (inbound.includes(checkContainerName(container_name))) return;
    const allowed = inbound.length === 0 ? 'none' : inbound.join(', ');
    const message = `The container ${container_name} is not one that data comes in by. Those are: ${allowed}.`;
    throw new FaultError({ code: 'container_not_allowed', message });
  }
  /** As `on`, of what changes a blob. */
  async function change<T>(ref: BlobRef, doing: string, operation: () => Promise<T>): Promise<T> {
    requireWritable(checkBlobRef(ref));
    return on(ref, doing, operation);
  }
  async function onContainer<T>(name: string, doing: string, operation: (container: ContainerClient) => Promise<T>) {
    const container = service.getContainerClient(checkContainerName(name));
    return guard(() =>
      operation(container).catch((error: unknown) =>
        Promise.reject(storageFault(error, { container_name: name, blob_name: '' }, doing)),
      ),
    );
  }
  const blob = (ref: BlobRef) => service.getContainerClient(ref.container_name).getBlockBlobClient(ref.blob_name);

  return {
    head: (ref, signal) => on(ref, 'reading the properties of a blob', () => headBlob(blob(ref), signal)),
    readRange: (ref, offset, length, signal) =>
      on(ref, 'reading a part of a blob', () => readBlobRange(blob(ref), offset, length, signal)),
    download: (ref, path, transfer = {}) =>
      on(ref, 'downloading a blob', () => downloadBlob(blob(ref), path, transfer)),
    hash: (ref, transfer = {}) => on(ref, 'reading a blob', () => hashBlob(blob(ref), transfer)),
    requireWritable,
    requireInbound,
    listPage: async (name, request, signal) => {
      requireInbound(name);
      checkBlobPrefix(request.prefix);
      return onContainer(name, 'listing a container', (container) => listPage(container, request, signal));
    },
    upload: (path, ref, transfer) => change(ref, 'uploading a blob', () => uploadBlob(blob(ref), path, transfer)),
    remove: (ref, signal) =>
      change(ref, 'removing a blob', async () => {
        await blob(ref).deleteIfExists(signal ? { abortSignal: signal } : {});
      }),
    hasContainer: (name) => onContainer(name, 'looking for a container', (container) => container.exists()),
    ensureContainer: async (name) => {
      await onContainer(name, 'making a container', (container) => container.createIfNotExists());
    },
    write: (content, ref, options) => change(ref, 'writing a blob', () => writeBlob(blob(ref), content, options)),
    read: (ref, signal) => on(ref, 'reading a blob', () => readBlob(blob(ref), signal)),
    folders: (name, after) => onContainer(name, 'listing a container', (container) => listFolders(container, after)),
    list: (name, prefix) => onContainer(name, 'listing a container', (container) => listBlobs(container, prefix)),
    gdalSource: (ref) =>
      on(ref, 'getting a user-delegation key', async () => ({
        path: `/vsiaz/${ref.container_name}/${ref.blob_name}`,
        config: {
          AZURE_STORAGE_CONNECTION_STRING: `BlobEndpoint=${endpoint};SharedAccessSignature=${(await sas(ref, GDAL_SAS_MS)).query}`,
        },
      })),
    url: (ref) => blob(checkBlobRef(ref)).url,
    refOf: (url) => {
      const ref = namesIn(url, endpoint);
      return ref && isBlobRef(ref) && blob(ref).url === url ? ref : undefined;
    },
    signedUrl: (ref, lifetime_ms) =>
      on(ref, 'getting a user-delegation key', async () => {
        const { query, expires_on } = await sas(ref, lifetime_ms);
        return { url: `${blob(ref).url}?${query}`, expires_at: expires_on.toISOString().replace('.000Z', 'Z') };
      }),
    ping: async (signal) => {
      const ref = { container_name: '', blob_name: '' };
      const pages = service.listContainers(signal ? { abortSignal: signal } : {}).byPage({ maxPageSize: 1 });
      await pages.next().catch((error: unknown) => Promise.reject(storageFault(error, ref, 'a readiness check')));
    },
  };
}

/** Of what may be the URL of a blob. */
function namesIn(url: string, endpoint: string): BlobRef | undefined {
  if (!url.startsWith(`${endpoint}/`)) return undefined;
  const [container_name = '', ...parts] = url.slice(endpoint.length + 1).split('/');
  try {
    return { container_name, blob_name: decodeURIComponent(parts.join('/')) };
  } catch {
    return undefined;
  }
}
