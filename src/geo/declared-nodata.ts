import { asHeld, canHold } from './held-nodata.ts';
import { isLongInteger, type Nodata, type RasterFinding } from './raster.ts';

/**
 * A nodata value that was declared, as the header of a raster with such pixels tells it.
 * @returns a finding where it cannot be known which one was meant, or none of the pixels can have it
 */
export function declaredNodata(declared: Nodata, type: string): { nodata: Nodata } | { finding: RasterFinding } {
  const isLong = type === 'Int64' || type === 'UInt64';
  if (typeof declared === 'number' && isLong && Math.abs(declared) > Number.MAX_SAFE_INTEGER) {
    return { finding: ROUNDED };
  }
  const nodata = asHeld(inDigits(declared, isLong), type);
  return canHold(nodata, type) ? { nodata } : { finding: impossible(nodata, type) };
}

/** Digits in quotes are a number, but where that would be rounded, and pixels are not. */
function inDigits(declared: Nodata, isLong: boolean): Nodata {
  if (typeof declared === 'number' || !/^-?[0-9]+$/.test(declared)) return declared;
  const digits = BigInt(declared).toString();
  return isLong && isLongInteger(digits) ? digits : Number(declared);
}

const ROUNDED: RasterFinding = {
  code: 'nodata_out_of_range',
  message:
    'The declared nodata value is beyond 2^53, where numbers of JSON are rounded, so that it may mean another pixel; give its digits in quotes.',
};

function impossible(nodata: Nodata, type: string): RasterFinding {
  const message = `The declared nodata value ${nodata} is none that a pixel of type ${type} can have, so that it would mark no pixel; declare the value that the pixels without data really hold, or none.`;
  return { code: 'nodata_out_of_range', message };
}
