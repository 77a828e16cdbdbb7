import { UNDECODABLE } from '../../gdal/read-pixels.ts';
import { holdNothing, onlyNodata } from '../../geo/only-nodata.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { type Point, sampleInput, samplePoints, secondLook, undeclaredNodata } from '../../geo/sample.ts';
import { FaultError } from '../../plan/fault.ts';
import { refuse } from '../raster/refuse.ts';
import type { PlacedHeader, Reading } from './inspect-header.ts';

const TIMEOUT = 5 * 60_000;
const CHUNK_SIZE = String(256 * 1024);

/**
 * Decodes a pixel in each corner, at the edges and in the middle; where none of them holds data, some more all over.
 * @throws FaultError `raster_unreadable` when one cannot be, `storage_unavailable` when its bytes could not be had
 */
export async function inspectPixels(reading: Reading, header: PlacedHeader): Promise<RasterWarning[]> {
  const points = samplePoints(header);
  if (points.length === 0) {
    return [{ code: 'not_sampled', message: 'No pixel was looked at: the raster is one block, too large for a look.' }];
  }
  const values = await valuesAt(reading, points);
  return [...undeclaredNodata(header, values), ...(await emptiness(reading, header, points, values))];
}

/** Many a scene has nothing in its corners; only what is found nowhere is worth a warning. */
async function emptiness(reading: Reading, header: PlacedHeader, points: Point[], values: string) {
  if (!holdNothing(header, values)) return [];
  const more = secondLook(header);
  return holdNothing(header, await valuesAt(reading, more)) ? [onlyNodata(points.length + more.length)] : [];
}

async function valuesAt({ gdal, signal, scratch, source }: Reading, points: readonly Point[]): Promise<string> {
  const { stdout, stderr } = await gdal.run({
    program: 'gdallocationinfo',
    args: ['-valonly', source.path],
    stdin: sampleInput(points),
    config: { ...source.config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE },
    signal,
    scratch,
    timeout: TIMEOUT,
    failure: UNDECODABLE,
  });
  // The program ends well even when it could read nothing; only its messages tell.
  if (/^ERROR /m.test(stderr)) throw unreadable(stderr);
  return stdout;
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
  return refuse([UNDECODABLE]);
}
