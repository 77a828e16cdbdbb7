import { createReadStream } from 'node:fs';
import { asciiGridReader } from '../../geo/ascii-grid.ts';
import type { Signature } from '../../geo/signature.ts';
import { refuse } from './refuse.ts';

const PIECE = 256 * 1024;

/**
 * GDAL's configuration for reading a local file: which type the numbers of an ASCII grid are, for which all of them are looked at.
 * @throws FaultError `invalid_ascii_grid`
 */
export async function inspectGridText(
  path: string,
  { kind }: Signature,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  if (kind !== 'ascii_grid') return {};
  const reader = asciiGridReader();
  for await (const piece of createReadStream(path, { encoding: 'latin1', highWaterMark: PIECE, signal })) {
    if (!reader.take(piece)) break;
  }
  const found = reader.finish();
  if (typeof found !== 'string') throw refuse([found]);
  return { AAIGRID_DATATYPE: found };
}
