import { readFileSync } from 'node:fs';
import process from 'node:process';
import tls from 'node:tls';
import type { BlobStore } from '../../storage/blob-store.ts';
import { SETTINGS } from '../settings/definitions.ts';

export interface StorageSettings {
  readonly storageUrl: string;
  readonly storageCaFile: string | undefined;
  readonly identityEndpoint: string | undefined;
  readonly identityHeader: string | undefined;
}

/** The blob store of a process that was started without NODE_EXTRA_CA_CERTS and the identity in its environment. */
export async function openStorage(settings: StorageSettings): Promise<BlobStore> {
  // Node reads NODE_EXTRA_CA_CERTS only when it starts.
  if (settings.storageCaFile !== undefined) trust(readFileSync(settings.storageCaFile, 'utf8'));
  // The Azure SDK reads these from the environment, and nowhere else.
  setEnvironment(SETTINGS.identityEndpoint.env, settings.identityEndpoint);
  setEnvironment(SETTINGS.identityHeader.env, settings.identityHeader);
  // It takes a while to load, which commands that need no storage are spared.
  const { createBlobStore } = await import('../../storage/create-blob-store.ts');
  return createBlobStore({ url: settings.storageUrl });
}

function trust(pem: string): void {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), pem]);
}

function setEnvironment(name: string, value: string | undefined): void {
  if (value !== undefined) process.env[name] = value;
}
