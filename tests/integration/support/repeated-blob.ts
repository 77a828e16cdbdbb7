import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import type { BlobRef } from '../../../src/storage/blob-store.ts';
import { storageUrl } from './storage.ts';

/** A part of a blob, as often as it comes. */
export interface RepeatedPart {
  content: Uint8Array;
  times: number;
}

/** Makes a blob of parts that repeat: gigabytes of it cost what each part costs once, since a blob's list of blocks may name one many times. */
export async function writeRepeated(ref: BlobRef, parts: readonly RepeatedPart[]): Promise<void> {
  const account = new BlobServiceClient(storageUrl, new DefaultAzureCredential());
  const blob = account.getContainerClient(ref.container_name).getBlockBlobClient(ref.blob_name);
  const idOf = (index: number) => Buffer.from(String(index).padStart(8, '0')).toString('base64');
  for (const [index, { content }] of parts.entries()) await blob.stageBlock(idOf(index), content, content.length);
  await blob.commitBlockList(parts.flatMap(({ times }, index) => Array(times).fill(idOf(index))));
}
