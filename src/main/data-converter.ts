import type { DataConverter } from '@temporalio/common';
import type { BlobStore } from '../storage/blob-store.ts';
import { createPayloadCodec } from '../storage/claim-check/payload-codec.ts';

export interface PayloadSettings {
  payloadContainer: string;
  payloadThreshold: number;
}

/** How payloads get into histories and out of them. The same for every process that talks to Temporal. */
export function createDataConverter(store: BlobStore, settings: PayloadSettings): DataConverter {
  const { payloadContainer: container_name, payloadThreshold: threshold } = settings;
  return { payloadCodecs: [createPayloadCodec({ store, container_name, threshold })] };
}
