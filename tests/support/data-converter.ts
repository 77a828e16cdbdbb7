import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { createDataConverter } from '../../src/main/data-converter.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';

/** What the processes of a stack have where nothing else is set. */
export const PAYLOADS = { payloadContainer: 'payloads', payloadThreshold: 65_536 };

export function dataConverterOf(storageUrl: string): DataConverter {
  return createDataConverter(createBlobStore({ url: storageUrl }), PAYLOADS);
}

export function codecOf({ payloadCodecs }: DataConverter): PayloadCodec {
  const [codec] = payloadCodecs ?? [];
  if (!codec) throw new Error('the converter has no codec');
  return codec;
}
