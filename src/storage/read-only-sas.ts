import {
  BlobSASPermissions,
  type BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
} from '@azure/storage-blob';
import type { BlobRef } from './blob-store.ts';

const MINUTE = 60_000;
const KEY_LIFETIME = 120 * MINUTE;
/** A SAS dies with its key, so a key is replaced while it still outlives the SAS made with it. */
const SAS_LIFETIME = 30 * MINUTE;
/** Clocks differ between here and the storage account. */
const CLOCK_SKEW = 5 * MINUTE;
/** Later versions sign fields that Azurite does not know; without a version the SDK takes the latest. */
const SAS_VERSION = '2025-07-05';

type DelegationKey = Awaited<ReturnType<BlobServiceClient['getUserDelegationKey']>>;

/** Makes a query string that lets its holder read one blob for half an hour, signed by the identity's own key. */
export type ReadOnlySas = (ref: BlobRef) => Promise<string>;

export function createReadOnlySas(service: BlobServiceClient, account: string): ReadOnlySas {
  let cached: { key: Promise<DelegationKey>; expiresOn: number } | undefined;

  function delegationKey(now: number): Promise<DelegationKey> {
    if (cached && cached.expiresOn - now > SAS_LIFETIME + CLOCK_SKEW) return cached.key;
    const expiresOn = now + KEY_LIFETIME;
    const entry = { key: service.getUserDelegationKey(new Date(now - CLOCK_SKEW), new Date(expiresOn)), expiresOn };
    cached = entry;
    entry.key.catch(() => {
      if (cached === entry) cached = undefined;
    });
    return entry.key;
  }

  return async (ref) => {
    const now = Date.now();
    const parameters = generateBlobSASQueryParameters(
      {
        containerName: ref.container_name,
        blobName: ref.blob_name,
        permissions: BlobSASPermissions.parse('r'),
        protocol: SASProtocol.Https,
        startsOn: new Date(now - CLOCK_SKEW),
        expiresOn: new Date(now + SAS_LIFETIME),
        version: SAS_VERSION,
      },
      await delegationKey(now),
      account,
    );
    return parameters.toString();
  };
}
