import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { checkBlobPrefix, checkContainerName } from '../plan/blob-names.ts';
import { FaultError } from '../plan/fault.ts';
import { accountName } from './account-name.ts';
import type { BlobRef, BlobStore } from './blob-store.ts';
import { checkBlobRef, isBlobRef } from './check-blob-ref.ts';
import { downloadBlob, hashBlob } from './download-blob.ts';
import { headBlob } from './head-blob.ts';
import { listBlobs, listFolders } from './list-blobs.ts';
import { listPage } from './list-page.ts';
import { readBlob } from './read-blob.ts';
import { readBlobRange } from './read-blob-range.ts';
import { createReadOnlySas } from './read-only-sas.ts';
import { stageBlob } from './stage-blob.ts';
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
  /** Milliseconds that an operation may take, with all its tries, until the storage counts as away; absent: as long as it takes. */
  patience_ms?: number;
  /** Stands before each operation but the readiness check, such as a circuit breaker; absent: nothing does. */
  guard?: <T>(operation: () => Promise<T>) => Promise<T>;
}

const GDAL_SAS_MS = 30 * 60_000;

type Operation<T> = (signal: AbortSignal | undefined) => Promise<T>;

export function createBlobStore(options: BlobStoreOptions): BlobStore {
  const endpoint = options.url.replace(/\/+$/, '');
  const service = new BlobServiceClient(endpoint, options.credential ?? new DefaultAzureCredential(), {
    retryOptions: { maxTries: 4, retryDelayInMs: 500, maxRetryDelayInMs: 8_000 },
  });
  const { guard = (operation) => operation() } = options;
  const sas = createReadOnlySas(service, accountName(endpoint));

  /** For as long as its caller wants, and the patience lasts. */
  function limited(given: AbortSignal | undefined): AbortSignal | undefined {
    if (options.patience_ms === undefined) return given;
    const late = AbortSignal.timeout(options.patience_ms);
    return given ? AbortSignal.any([given, late]) : late;
  }
  /** Runs an operation, and turns what it throws into a fault. */
  function guarded<T>(ref: BlobRef, doing: string, operation: Operation<T>, given?: AbortSignal): Promise<T> {
    return guard(async () => {
      const signal = limited(given);
      try {
        return await operation(signal);
      } catch (error) {
        throw storageFault(error, ref, doing, signal);
      }
    });
  }
  /** As `guarded`, on a checked name. */
  async function on<T>(ref: BlobRef, doing: string, operation: Operation<T>, signal?: AbortSignal): Promise<T> {
    return guarded(checkBlobRef(ref), doing, operation, signal);
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
  async function change<T>(ref: BlobRef, doing: string, operation: Operation<T>, signal?: AbortSignal): Promise<T> {
    requireWritable(checkBlobRef(ref));
    return on(ref, doing, operation, signal);
  }
  async function onContainer<T>(
    name: string,
    doing: string,
    operation: (container: ContainerClient, signal: AbortSignal | undefined) => Promise<T>,
    given?: AbortSignal,
  ) {
    const container = service.getContainerClient(checkContainerName(name));
    const ref = { container_name: name, blob_name: '' };
    return guarded(ref, doing, (signal) => operation(container, signal), given);
  }
  const blob = (ref: BlobRef) => service.getContainerClient(ref.container_name).getBlockBlobClient(ref.blob_name);

  return {
    head: (ref, given) => on(ref, 'reading the properties of a blob', (signal) => headBlob(blob(ref), signal), given),
    readRange: (ref, offset, length, given) =>
      on(ref, 'reading a part of a blob', (signal) => readBlobRange(blob(ref), offset, length, signal), given),
    download: (ref, path, transfer = {}) =>
      on(
        ref,
        'downloading a blob',
        (signal) => downloadBlob(blob(ref), path, { ...transfer, ...heeding(signal) }),
        transfer.signal,
      ),
    hash: (ref, transfer = {}) =>
      on(ref, 'reading a blob', (signal) => hashBlob(blob(ref), { ...transfer, ...heeding(signal) }), transfer.signal),
    requireWritable,
    requireInbound,
    listPage: async (name, request, given) => {
      requireInbound(name);
      checkBlobPrefix(request.prefix);
      return onContainer(
        name,
        'listing a container',
        (container, signal) => listPage(container, request, signal),
        given,
      );
    },
    upload: (path, ref, transfer) =>
      change(
        ref,
        'uploading a blob',
        (signal) => uploadBlob(blob(ref), path, { ...transfer, ...heeding(signal) }),
        transfer.signal,
      ),
    stage: async (path, ref, transfer = {}) => {
      const staged = await change(
        ref,
        'uploading a blob',
        (signal) => stageBlob(blob(ref), path, { ...transfer, ...heeding(signal) }),
        transfer.signal,
      );
      return {
        ...staged,
        commit: (options) =>
          change(
            ref,
            'uploading a blob',
            (signal) => staged.commit({ ...options, ...heeding(signal) }),
            options.signal,
          ),
      };
    },
    remove: (ref, given) =>
      change(
        ref,
        'removing a blob',
        async (signal) => {
          await blob(ref).deleteIfExists(abortedBy(signal));
        },
        given,
      ),
    hasContainer: (name, given) =>
      onContainer(name, 'looking for a container', (container, signal) => container.exists(abortedBy(signal)), given),
    ensureContainer: async (name) => {
      await onContainer(name, 'making a container', (container, signal) =>
        container.createIfNotExists(abortedBy(signal)),
      );
    },
    write: (content, ref, transfer) =>
      change(
        ref,
        'writing a blob',
        (signal) => writeBlob(blob(ref), content, { ...transfer, ...heeding(signal) }),
        transfer.signal,
      ),
    read: (ref, given) => on(ref, 'reading a blob', (signal) => readBlob(blob(ref), signal), given),
    folders: (name, after) =>
      onContainer(name, 'listing a container', (container, signal) => listFolders(container, after, signal)),
    list: (name, prefix) =>
      onContainer(name, 'listing a container', (container, signal) => listBlobs(container, prefix, signal)),
    gdalSource: (ref) =>
      on(ref, 'getting a user-delegation key', async (signal) => ({
        path: `/vsiaz/${ref.container_name}/${ref.blob_name}`,
        config: {
          AZURE_STORAGE_CONNECTION_STRING: `BlobEndpoint=${endpoint};SharedAccessSignature=${(await sas(ref, GDAL_SAS_MS, signal)).query}`,
        },
      })),
    url: (ref) => blob(checkBlobRef(ref)).url,
    refOf: (url) => {
      const ref = namesIn(url, endpoint);
      return ref && isBlobRef(ref) && blob(ref).url === url ? ref : undefined;
    },
    signedUrl: (ref, lifetime_ms) =>
      on(ref, 'getting a user-delegation key', async (signal) => {
        const { query, expires_on } = await sas(ref, lifetime_ms, signal);
        return { url: `${blob(ref).url}?${query}`, expires_at: expires_on.toISOString().replace('.000Z', 'Z') };
      }),
    ping: async (signal) => {
      const ref = { container_name: '', blob_name: '' };
      const pages = service.listContainers(abortedBy(signal)).byPage({ maxPageSize: 1 });
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

/** As our own operations take it, and as the SDK's do. */
const heeding = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
const abortedBy = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});
