import { readHeader } from '../../gdal/read-header.ts';
import { UNDECODABLE } from '../../gdal/read-pixels.ts';
import { classifyRaster } from '../../geo/classify.ts';
import type { DeclaredType } from '../../geo/declared-type.ts';
import { holdNothing, onlyNodata } from '../../geo/only-nodata.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { type Point, sampleInput, secondLook, undeclaredNodata } from '../../geo/sample.ts';
import { pixelBytes, timeForPixels } from '../../geo/size.ts';
import {
  areSlopes,
  leapsOf,
  lineClue,
  linePoints,
  needsLines,
  patchPoints,
  type ValueClue,
  valueClue,
} from '../../geo/value-clue.ts';
import { FaultError } from '../../plan/fault.ts';
import { refuse } from '../raster/refuse.ts';
import { lookingAt, type PlacedHeader, type Reading } from './inspect-header.ts';

const TIMEOUT = 5 * 60_000;
const CHUNK_SIZE = String(256 * 1024);

/** Decoded bytes that take no more than seconds. */
const QUICKLY_DECODED = 256 * 1024 ** 2;

export interface InspectedPixels {
  decoded: 'full' | 'sample' | 'none';
  warnings: RasterWarning[];
  /** What the values look like, where that says something. */
  clue: ValueClue | undefined;
}

/**
 * Decodes some pixels in each corner, at the edges and in the middle; where none of them holds data, or they do not tell whether they
 * are classes, some more all over. All of them where the blob is in scratch and that is quick, or was asked for.
 * @throws FaultError `raster_unreadable` when one cannot be, `storage_unavailable` when its bytes could not be had
 */
export async function inspectPixels(
  reading: Reading,
  header: PlacedHeader,
  { whole, asked, declared }: { whole: boolean; asked: 'auto' | 'full' | 'sample'; declared: DeclaredType },
): Promise<InspectedPixels> {
  // To look at the last row of a picture everything before it is decoded anyway.
  const sequential = reading.signature.kind !== 'tiff' && reading.signature.kind !== 'jpeg2000';
  const points = patchPoints(header);
  const quick = sequential || (points.length > 0 && pixelBytes(header) <= QUICKLY_DECODED);
  const full = whole && (asked === 'full' || (asked === 'auto' && quick));
  if (full) await decodeAll(reading, header);
  if (points.length === 0)
    return { decoded: full ? 'full' : 'none', warnings: full ? [] : [NOT_SAMPLED], clue: undefined };
  const values = await valuesAt(reading, points);
  const warnings = [...undeclaredNodata(header, values), ...(await emptiness(reading, header, points, values))];
  const needsClue = classifyRaster(header, declared).raster_class === 'continuous' && declared === 'auto';
  const clue = needsClue ? await clueOf(reading, header, points, values) : undefined;
  return { decoded: full ? 'full' : 'sample', warnings, clue };
}

async function clueOf(reading: Reading, header: PlacedHeader, points: Point[], values: string) {
  if (!needsLines(header, points, values)) return valueClue(header, points, values);
  const lines = linePoints(header);
  if (lines.length === 0) return valueClue(header, points, values);
  const onLines = await rowByRow(reading, lines);
  const clue = lineClue(header, lines, onLines);
  if (clue?.what !== 'classes') return clue;
  const leaps = leapsOf(header, lines, onLines);
  const between = leaps.flatMap((leap) => leap.between);
  return between.length > 0 && areSlopes(leaps, await rowByRow(reading, between)) ? undefined : clue;
}

/** The values of one band in the order of the points, read row by row, so that no block is decoded twice. */
async function rowByRow(reading: Reading, points: readonly Point[]): Promise<string> {
  const inRows = points.map((point, at) => ({ point, at })).sort((a, b) => a.point[1] - b.point[1]);
  const read = (
    await valuesAt(
      reading,
      inRows.map(({ point }) => point),
    )
  ).split('\n');
  const values = new Array<string>(points.length);
  for (const [index, { at }] of inRows.entries()) values[at] = read[index] ?? '';
  return values.join('\n');
}

const NOT_SAMPLED: RasterWarning = {
  code: 'not_sampled',
  message:
    'No pixel was looked at: the raster is one block, too large for a look; store it in tiles (gdal_translate -co TILED=YES) to have damage found early.',
};

/**
 * A checksum takes every pixel; GDAL writes -1 where it could not decode one, and ends well. It takes four times the memory
 * of a block, so as much as a conversion may have.
 */
async function decodeAll(reading: Reading, header: PlacedHeader): Promise<void> {
  const { memoryBytes: _, ...look } = lookingAt(reading);
  const request = { ...look, path: reading.source.path, checksum: true, timeout: timeForPixels(header) };
  const { bands } = await readHeader(reading.gdal, request);
  if (bands.some(({ checksum }) => checksum === -1)) throw refuse([UNDECODABLE]);
}

/** Many a scene has nothing in its corners; only what is found nowhere is worth a warning. */
async function emptiness(reading: Reading, header: PlacedHeader, points: Point[], values: string) {
  if (!holdNothing(header, values)) return [];
  const more = secondLook(header);
  return holdNothing(header, await valuesAt(reading, more)) ? [onlyNodata(points.length + more.length)] : [];
}

async function valuesAt(reading: Reading, points: readonly Point[]): Promise<string> {
  const { gdal, source } = reading;
  const look = lookingAt(reading);
  const { stdout, stderr } = await gdal.run({
    ...look,
    program: 'gdallocationinfo',
    args: ['-valonly', source.path],
    stdin: sampleInput(points),
    config: { ...look.config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE },
    timeout: TIMEOUT,
    failure: UNDECODABLE,
  });
  // The program ends well even when it could read nothing; only its messages tell.
  const errors = stderr.split('\n').filter((line) => line.startsWith('ERROR ') && !HARMLESS.test(line));
  if (errors.length > 0) throw unreadable(errors, reading);
  return stdout;
}

/** Metadata that is no XML is left out, and the pixels are as good as ever. */
const HARMLESS = /XML|GDALMetadata/;

function unreadable(errors: readonly string[], { source }: Reading): FaultError {
  // The TIFF's directories were found to lie within the blob, so bytes that did not come were not sent.
  if (Object.keys(source.config).length > 0 && errors.some((line) => /got \d+ bytes, expected \d+/.test(line))) {
    const message = 'The storage account stopped sending in the middle of a read.';
    return new FaultError(
      { code: 'storage_unavailable', message, detail: { messages: errors.slice(0, 4) } },
      { retryable: true },
    );
  }
  return refuse([UNDECODABLE]);
}
