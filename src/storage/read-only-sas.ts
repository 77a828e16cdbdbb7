import {
  BlobSASPermissions,
  type BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
} from '@azure/storage-blob';
import { type BlobRef, LONGEST_SAS_MS } from './blob-store.ts';
import { storageFault } from './storage-fault.ts';

const MINUTE = 60_000;
const KEY_LIFETIME = 2 * LONGEST_SAS_MS;
/** Clocks differ between here and the storage account. */
const CLOCK_SKEW = 5 * MINUTE;
/** Later versions sign fields that Azurite does not know; without a version the SDK takes the latest. */
const SAS_VERSION = '2025-07-05';

type DelegationKey = Awaited<ReturnType<BlobServiceClient['getUserDelegationKey']>>;

export interface Sas {
  query: string;
  expires_on: Date;
}

const ACCOUNT = { container_name: '', blob_name: '' };
const DOING = 'getting a user-delegation key';

/** Makes a query string that lets its holder read one blob for a time, signed by the identity's own key. */
export type ReadOnlySas = (ref: BlobRef, lifetime_ms: number, signal?: AbortSignal) => Promise<Sas>;

export function createReadOnlySas(service: BlobServiceClient, account: string): ReadOnlySas {
  let cached: { key: Promise<DelegationKey>; expiresOn: number } | undefined;

  /** A SAS dies with its key, so a key is replaced while it still outlives the SAS made with it. */
  function delegationKey(now: number, lifetime: number, signal?: AbortSignal): Promise<DelegationKey> {
    if (cached && cached.expiresOn - now > lifetime + CLOCK_SKEW) return cached.key;
    const expiresOn = now + KEY_LIFETIME;
    const options = signal ? { abortSignal: signal } : {};
    const key = service.getUserDelegationKey(new Date(now - CLOCK_SKEW), new Date(expiresOn), options);
    // Others wait for it as well, whose own signals say nothing of its end.
    const told = key.catch((error: unknown) => Promise.reject(storageFault(error, ACCOUNT, DOING, signal)));
    const entry = { key: told, expiresOn };
    cached = entry;
    entry.key.catch(() => {
      if (cached === entry) cached = undefined;
    });
    return entry.key;
  }

  return async (ref, lifetime, signal) => {
    if (lifetime > LONGEST_SAS_MS)
      throw new RangeError(`a SAS lives for ${LONGEST_SAS_MS} ms at most, not ${lifetime}`);
    const now = Date.now();
    // As it stands in a SAS: without a fraction.
    const expires_on = new Date(Math.floor((now + lifetime) / 1_000) * 1_000);
    const parameters = generateBlobSASQueryParameters(
      {
        containerName: ref.container_name,
        blobName: ref.blob_name,
        permissions: BlobSASPermissions.parse('r'),
        protocol: SASProtocol.Https,
        startsOn: new Date(now - CLOCK_SKEW),
        expiresOn: expires_on,
        version: SAS_VERSION,
      },
      await delegationKey(now, lifetime, signal),
      account,
    );
    return { query: parameters.toString(), expires_on };
  };
}
