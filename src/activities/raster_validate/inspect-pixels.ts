import type { RasterWarning } from '../../geo/raster.ts';
import { sampleInput, samplePoints, undeclaredNodata } from '../../geo/sample.ts';
import { FaultError } from '../../plan/fault.ts';
import { refuse } from '../raster/refuse.ts';
import type { PlacedHeader, Reading } from './inspect-header.ts';

const TIMEOUT = 5 * 60_000;
const CHUNK_SIZE = String(256 * 1024);
const FAILURE = {
  code: 'raster_unreadable',
  message: 'Pixels could not be decoded: the content is damaged. Export the raster anew and upload it again.',
};

/**
 * Decodes a pixel in each corner, at the edges and in the middle.
 * @throws FaultError `raster_unreadable` when one cannot be, `storage_unavailable` when its bytes could not be had
 */
export async function inspectPixels(reading: Reading, header: PlacedHeader): Promise<RasterWarning[]> {
  const points = samplePoints(header);
  if (points.length === 0) {
    return [{ code: 'not_sampled', message: 'No pixel was looked at: the raster is one block, too large for a look.' }];
  }
  const { gdal, signal, scratch, source } = reading;
  const { stdout, stderr } = await gdal.run({
    program: 'gdallocationinfo',
    args: ['-valonly', source.path],
    stdin: sampleInput(points),
    config: { ...source.config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE },
    signal,
    scratch,
    timeout: TIMEOUT,
    failure: FAILURE,
  });
  // The program ends well even when it could read nothing; only its messages tell.
  if (/^ERROR /m.test(stderr)) throw unreadable(stderr);
  return undeclaredNodata(header, stdout);
}

function unreadable(stderr: string): FaultError {
  const messages = stderr
    .split('\n')
    .filter((line) => line.startsWith('ERROR '))
    .slice(0, 4);
  // The TIFF's directories were found to lie within the blob, so bytes that did not come were not sent.
  if (/got \d+ bytes, expected \d+/.test(stderr)) {
    const message = 'The storage account stopped sending in the middle of a read.';
    return new FaultError({ code: 'storage_unavailable', message, detail: { messages } }, { retryable: true });
  }
  return refuse([FAILURE]);
}
