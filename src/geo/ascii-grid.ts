import type { RasterFinding } from './raster.ts';

/** The pixel types that GDAL reads an ASCII grid as. */
export type GridType = 'Int32' | 'Float32' | 'Float64';

export interface AsciiGridReader {
  /** @returns false where the rest is not worth reading */
  take: (piece: string) => boolean;
  /** The smallest type that holds all values as they are written; or what is wrong with them. */
  finish: () => GridType | RasterFinding;
}

const KEYS = /^(ncols|nrows|[xy]ll(corner|center)|cellsize|dx|dy|nodata_value)$/i;
/** GDAL takes a comma for a point, too. */
const DECIMAL = /^[+-]?(\d*)(?:[.,](\d*))?(?:e([+-]?\d+))?$/i;
const NOT_A_NUMBER = /^[+-]?(nan|1\.#(qnan|snan|ind))$/i;
const INFINITE = /^[+-]?(inf|infinity|1\.#inf)$/i;
const [LEAST_INT32, LARGEST_INT32] = [-(2 ** 31), 2 ** 31 - 1];
const SMALLEST_FLOAT32 = 2 ** -126;
/** Digits that a Float32 keeps of any number. */
const SAFE_DIGITS = 6;
/** A word longer than that is kept in part only. */
const LONGEST_WORD = 1024;
const SHOWN = 24;

/**
 * Goes through the text of an ASCII grid. GDAL guesses the type by the beginning, cuts off what does not fit into it, reads a word as 0, and
 * leaves out what is too much.
 * Source: https://gdal.org/drivers/raster/aaigrid.html
 */
export function asciiGridReader(): AsciiGridReader {
  const declared = new Map<string, string>();
  let [rest, key, inHeader, count] = ['', '', true, 0];
  let [isWhole, fitsFloat] = [true, true];
  let wrong: RasterFinding | undefined;

  function takeWord(word: string): void {
    if (key !== '') {
      declare(word);
      key = '';
    } else if (inHeader && KEYS.test(word)) {
      key = word.toLowerCase();
    } else {
      inHeader = false;
      judge(word, undefined);
      count += 1;
    }
  }
  function declare(word: string): void {
    const before = declared.get(key) ?? word;
    if (before !== word) wrong ??= invalid(`The header tells ${key} twice, ${shown(before)} and ${shown(word)}`);
    declared.set(key, before);
    // Pixels without data have it, so that the type has to have it.
    if (key === 'nodata_value') judge(word, 'The NODATA_value');
    const why = judgeWord(word);
    if (typeof why === 'string') wrong ??= invalid(`The ${key} is ${shown(word)}, ${why}`);
  }
  function judge(word: string, name: string | undefined): void {
    const found = judgeWord(word);
    if (typeof found === 'string')
      wrong ??= invalid(`${name ?? placeOf(count, Number(declared.get('ncols')))} is ${shown(word)}, ${found}`);
    else {
      isWhole &&= found.isWhole;
      fitsFloat &&= found.fitsFloat;
    }
  }
  return {
    take: (piece) => {
      const words = (rest + piece).split(/\s+/);
      rest = (words.pop() ?? '').slice(0, LONGEST_WORD);
      for (const word of words) {
        if (word !== '') takeWord(word);
        if (wrong) return false;
      }
      return true;
    },
    finish: () => {
      if (rest !== '' && !wrong) takeWord(rest);
      if (wrong) return wrong;
      return wrongHeader(declared, count) ?? typeFor(isWhole, fitsFloat);
    },
  };
}

interface Held {
  isWhole: boolean;
  fitsFloat: boolean;
}

/** Most values are short, and there may be a hundred million. */
const SHORT = /^-?(?:\d{1,7}|(?=[\d.]{2,7}$)\d+\.\d*)$/;
const SHORT_WHOLE: Held = { isWhole: true, fitsFloat: true };
const SHORT_FRACTION: Held = { isWhole: false, fitsFloat: true };

/** Which types hold a number as it is written; or why it is none, as the rest of a sentence. */
function judgeWord(word: string): Held | string {
  if (SHORT.test(word)) return word.includes('.') ? SHORT_FRACTION : SHORT_WHOLE;
  const [isDecimal, whole = '', fraction, exponent] = DECIMAL.exec(word) ?? [];
  if (!isDecimal || whole + (fraction ?? '') === '') return judgeName(word);
  const value = Number(word.replace(',', '.'));
  if (fraction === undefined && exponent === undefined) return judgeWhole(word, value);
  if (!Number.isFinite(value)) return 'which is more than a double can be';
  const { length: decimals } = fraction ?? '';
  return { isWhole: false, fitsFloat: isKept(value, whole.length + decimals, Number(exponent ?? 0) - decimals) };
}

function judgeWhole(word: string, value: number): Held | string {
  if (!Number.isSafeInteger(value) && !isExact(word, value)) return 'a whole number of more digits than a double has';
  return { isWhole: value >= LEAST_INT32 && value <= LARGEST_INT32, fitsFloat: Math.fround(value) === value };
}

/** GDAL makes the largest number of infinity where it reads Float32. */
function judgeName(word: string): Held | string {
  if (NOT_A_NUMBER.test(word)) return { isWhole: false, fitsFloat: true };
  return INFINITE.test(word) ? { isWhole: false, fitsFloat: false } : 'which is no number';
}

const isExact = (word: string, value: number): boolean =>
  Number.isFinite(value) && BigInt(word.replace('+', '')) === BigInt(value);

/** Whether a Float32, written with as many digits, is the same number again. @param last power of ten of the last digit */
function isKept(value: number, digits: number, last: number): boolean {
  if (digits <= SAFE_DIGITS && Math.abs(value) >= SMALLEST_FLOAT32 && Math.abs(value) < 1e38) return true;
  return Math.abs(Math.fround(value) - value) <= 10 ** last / 2;
}

function placeOf(index: number, columns = 0): string {
  if (!(columns > 0)) return `Value ${index + 1}`;
  return `The value in row ${Math.floor(index / columns) + 1}, column ${(index % columns) + 1}`;
}

const shown = (word: string): string => JSON.stringify(word.length > SHOWN ? `${word.slice(0, SHOWN)}…` : word);

function typeFor(isWhole: boolean, fitsFloat: boolean): GridType {
  if (isWhole) return 'Int32';
  return fitsFloat ? 'Float32' : 'Float64';
}

/** One without sizes is left to GDAL. */
function wrongHeader(declared: ReadonlyMap<string, string>, count: number): RasterFinding | undefined {
  const [ncols, nrows] = [Number(declared.get('ncols')), Number(declared.get('nrows'))];
  if (!(ncols > 0 && nrows > 0)) return undefined;
  return misplaced(declared) ?? miscounted(ncols, nrows, count);
}

/** GDAL puts a grid at 0, 0 unless both are of a corner, or both of the centre of the cell there. */
function misplaced(declared: ReadonlyMap<string, string>): RasterFinding | undefined {
  const told = [...declared.keys()].filter((key) => /^[xy]ll/.test(key)).sort();
  if (['xllcorner yllcorner', 'xllcenter yllcenter'].includes(told.join(' '))) return undefined;
  const place = told.length === 0 ? 'no place' : `its place by ${told.join(' and ')}`;
  return invalid(
    `The header tells ${place}, and needs xllcorner and yllcorner, or xllcenter and yllcenter (half a cell more in both directions)`,
  );
}

function miscounted(columns: number, rows: number, count: number): RasterFinding | undefined {
  if (count === columns * rows) return undefined;
  const [declared, held] = [columns * rows, count].map((number) => number.toLocaleString('en'));
  const what = `The header declares ${columns} columns and ${rows} rows, ${declared} values, and ${held} follow`;
  return invalid(count < columns * rows ? `${what}: it may have been cut off` : what);
}

function invalid(what: string): RasterFinding {
  const message = `${what}. Correct the ASCII grid, or export it anew as GeoTIFF (gdal_translate), and upload it again.`;
  return { code: 'invalid_ascii_grid', message };
}
