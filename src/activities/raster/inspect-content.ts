import { readSignature, SIGNATURE_LENGTH, type Signature } from '../../geo/signature.ts';
import type { ReadAt } from '../../geo/tiff-directory.ts';
import { tiffExtent } from '../../geo/tiff-extent.ts';
import { cachedReader } from './cached-reader.ts';
import { refuse } from './refuse.ts';

/**
 * What can be known of a raster without decoding it: that it has content, of a format that is taken, and whole.
 * @param size bytes
 * @throws FaultError `empty_blob`, `not_a_raster`, `driver_not_allowed`, `raster_truncated`
 */
export async function inspectContent(readAt: ReadAt, size: number): Promise<void> {
  if (size === 0)
    throw refuse([{ code: 'empty_blob', message: 'The blob is empty: it has 0 bytes; upload it again.' }]);
  const read = cachedReader(readAt, size);
  const signature = readSignature(await read(0, Math.min(size, SIGNATURE_LENGTH)));
  checkSignature(signature);
  if (signature.kind !== 'tiff') return;
  const { endsAt, furthest } = await tiffExtent(read, signature, size);
  if (endsAt > size) throw refuse([truncated(size, endsAt, furthest)]);
}

function checkSignature(signature: Signature): void {
  if (signature.kind === 'other') {
    throw refuse([{ code: 'driver_not_allowed', message: `The content is ${signature.format}, ${signature.why}.` }]);
  }
  if (signature.kind === 'none') {
    const message = `The content is not a raster, whatever its name says: it looks like ${signature.looks}; upload a GeoTIFF.`;
    throw refuse([{ code: 'not_a_raster', message }]);
  }
}

function truncated(size: number, endsAt: number, furthest: 'directory' | 'pixels') {
  const what = furthest === 'pixels' ? 'its pixels reach' : 'its directory reaches';
  const message = `The file was cut short: it has ${size.toLocaleString('en')} bytes, but ${what} to byte ${endsAt.toLocaleString('en')}; upload it again.`;
  return { code: 'raster_truncated', message };
}
