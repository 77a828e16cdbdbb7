import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type AxisSpan, readAxes } from '../../geo/netcdf-axes.ts';
import type { Signature } from '../../geo/signature.ts';
import type { ReadAt } from '../../geo/tiff-directory.ts';
import type { FaultError } from '../../plan/fault.ts';
import type { BlobProperties, BlobRef, BlobStore } from '../../storage/blob-store.ts';
import { damagedSource } from '../raster/damaged-source.ts';
import { type InspectedContent, inspectContent } from '../raster/inspect-content.ts';
import { inspectGridText } from '../raster/inspect-grid-text.ts';
import { refuse } from '../raster/refuse.ts';
import { explainFullDisk, requireSpace } from '../raster_cog/scratch-space.ts';
import type { RasterValidateInput } from './contract.ts';

export interface OpenedSource extends InspectedContent {
  /** True when all of it is in scratch, and its hash was compared with the one that the client gave. */
  whole: boolean;
  /** Of a netCDF. */
  axes: AxisSpan[];
  /** For GDAL. */
  source: { path: string; config: Record<string, string> };
}

interface Place {
  store: BlobStore;
  ref: BlobRef;
  blob: BlobProperties;
  scratch: string;
  signal: AbortSignal;
  fetch_up_to: number;
}

const MEGABYTE = 1024 ** 2;
/** What is read from its beginning to its end must be fetched whole, so it has to end somewhere. */
const LARGEST_SEQUENTIAL = 512 * MEGABYTE;
const SEQUENTIAL: ReadonlySet<Signature['kind']> = new Set(['png', 'jpeg', 'ascii_grid', 'netcdf']);

/**
 * Looks at the content, and gets it to where GDAL reads it: by ranges where it lies, or in scratch where it is small, of a
 * format that is read as a whole, or to be decoded in full.
 * @throws FaultError of reading, `source_hash_mismatch`, `raster_too_large`, `invalid_ascii_grid`, or what `inspectContent` refuses
 */
export async function openSource(place: Place, input: RasterValidateInput): Promise<OpenedSource> {
  const { store, ref, blob, signal } = place;
  if (blob.size > 0 && (blob.size <= place.fetch_up_to || input.decode === 'full')) return openFetched(place, input);
  const content = await inspectContent((offset, length) => store.readRange(ref, offset, length, signal), blob.size);
  if (SEQUENTIAL.has(content.signature.kind)) return openFetched(place, input);
  return { ...content, axes: [], whole: false, source: await store.gdalSource(ref) };
}

async function openFetched(place: Place, input: RasterValidateInput): Promise<OpenedSource> {
  const path = join(place.scratch, 'source');
  const size = await fetchWhole(place, path, input.expected_sha256 ?? null);
  const file = await open(path);
  try {
    const content = await inspectContent(readerOf(file), size);
    if (SEQUENTIAL.has(content.signature.kind) && size > LARGEST_SEQUENTIAL) throw tooLong(size);
    const config = await inspectGridText(path, content.signature, place.signal);
    const axes = content.signature.kind === 'netcdf' ? await readAxes(readerOf(file), size) : [];
    return { ...content, axes, whole: true, source: { path, config } };
  } finally {
    await file.close();
  }
}

async function fetchWhole({ store, ref, blob, scratch, signal }: Place, path: string, expected: string | null) {
  await requireSpace(scratch, blob.size + 64 * MEGABYTE);
  const { bytes, sha256 } = await store
    .download(ref, path, { signal, etag: blob.etag })
    .catch((error: unknown) => Promise.reject(explainFullDisk(error)));
  if (expected && expected !== sha256) throw damagedSource(ref, expected, sha256);
  return bytes;
}

function readerOf(file: FileHandle): ReadAt {
  return async (offset, length) => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
}

function tooLong(size: number): FaultError {
  const message = `The blob has ${size.toLocaleString('en')} bytes of a format that cannot be read in parts, and at most ${LARGEST_SEQUENTIAL.toLocaleString('en')} are taken; convert it to GeoTIFF.`;
  return refuse([{ code: 'raster_too_large', message }]);
}
