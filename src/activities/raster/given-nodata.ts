import { declaredNodata } from '../../geo/declared-nodata.ts';
import type { Nodata } from '../../geo/raster.ts';
import { refuse } from './refuse.ts';

/**
 * The nodata value that the caller gave to a raster of such pixels, as its header would tell it; null where none was given.
 * @throws FaultError `nodata_out_of_range`
 */
export function givenNodata(declared: Nodata | null | undefined, type: string): Nodata | null {
  if (declared === null || declared === undefined) return null;
  const held = declaredNodata(declared, type);
  if ('finding' in held) throw refuse([held.finding]);
  return held.nodata;
}
