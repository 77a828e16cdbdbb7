import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { damagedSource } from '../raster/damaged-source.ts';
import { inspectContent } from '../raster/inspect-content.ts';
import { inspectGridText } from '../raster/inspect-grid-text.ts';
import type { CogJob } from './activity.ts';
import { explainFullDisk, requireSpace } from './scratch-space.ts';

export interface FetchedSource {
  path: string;
  size: number;
  sha256: string;
  /** GDAL's configuration for reading it, where its own guess may be wrong. */
  config?: Readonly<Record<string, string>>;
}

const HEADROOM = 64 * 1024 ** 2;

/**
 * Streams the source to scratch once, hashing on the way, and makes sure that it is the content that was validated.
 * @throws FaultError of reading, `source_hash_mismatch`, `invalid_ascii_grid`, or what `inspectContent` refuses
 */
export async function fetchSource({ store, input, signal, scratch, pulse }: CogJob): Promise<FetchedSource> {
  const { source } = input;
  const path = join(scratch, 'source.tif');
  const progress = pulse.phase(0, 30);
  await requireSpace(scratch, source.size + HEADROOM);
  const { bytes, sha256 } = await store
    .download(source, path, {
      signal,
      etag: source.etag,
      onProgress: (done) => progress((100 * done) / Math.max(1, source.size)),
    })
    .catch((error: unknown) => Promise.reject(explainFullDisk(error)));
  if (source.expected_sha256 && source.expected_sha256 !== sha256)
    throw damagedSource(source, source.expected_sha256, sha256);
  const file = await open(path);
  try {
    const { signature } = await inspectContent((offset, length) => readFrom(file, offset, length), bytes);
    return { path, size: bytes, sha256, config: await inspectGridText(path, signature, signal) };
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
