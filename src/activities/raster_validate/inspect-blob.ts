import { readSignature, SIGNATURE_LENGTH, type Signature } from '../../geo/signature.ts';
import { tiffExtent } from '../../geo/tiff-extent.ts';
import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobProperties, BlobRef, BlobStore } from '../../storage/blob-store.ts';
import { refuse } from '../raster-fault.ts';
import { cachedReader } from './cached-reader.ts';

/**
 * What can be known of a raster without opening it: that it is there, of a format that is taken, and whole.
 * @throws FaultError
 */
export async function inspectBlob(store: BlobStore, ref: BlobRef, signal: AbortSignal): Promise<BlobProperties> {
  const blob = await store.head(ref, signal);
  if (!blob) {
    const message = `There is no blob ${blobLabel(ref)} in the storage account. Upload it and submit again.`;
    throw new FaultError({ code: 'source_not_found', message });
  }
  if (blob.size === 0) {
    throw refuse([{ code: 'empty_blob', message: 'The blob is empty: it has 0 bytes. Upload it again.' }]);
  }
  const read = cachedReader((offset, length) => store.readRange(ref, offset, length, signal), blob.size);
  const signature = readSignature(await read(0, Math.min(blob.size, SIGNATURE_LENGTH)));
  checkSignature(signature);
  if (signature.kind === 'tiff') {
    const { endsAt, furthest } = await tiffExtent(read, signature, blob.size);
    if (endsAt > blob.size) throw refuse([truncated(blob.size, endsAt, furthest)]);
  }
  return blob;
}

function checkSignature(signature: Signature): void {
  if (signature.kind === 'other') {
    throw refuse([{ code: 'driver_not_allowed', message: `The content is ${signature.format}, ${signature.why}.` }]);
  }
  if (signature.kind === 'none') {
    const message = `The content is not a raster, whatever its name says: it looks like ${signature.looks}. Upload a GeoTIFF.`;
    throw refuse([{ code: 'not_a_raster', message }]);
  }
}

function truncated(size: number, endsAt: number, furthest: 'directory' | 'pixels') {
  const what = furthest === 'pixels' ? 'pixels' : 'a part of its directory';
  const message = `The file was cut short: it has ${size.toLocaleString('en')} bytes, but says that ${what} lie up to byte ${endsAt.toLocaleString('en')}. Upload it again.`;
  return { code: 'raster_truncated', message };
}
