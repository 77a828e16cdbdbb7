import { isJsonObject, type JsonObject, type JsonValue } from '../plan/json.ts';
import { asHeld } from './held-nodata.ts';
import { type Geotransform, isLongInteger, type LongInteger, type Nodata } from './raster.ts';

/** A raster's header as `gdalinfo -json` tells it, before anything is judged. */
export interface RasterHeader {
  driver: string;
  width: number;
  height: number;
  crs: { name: string; epsg: number | null; wkt2: string; projjson: JsonObject | null } | null;
  geotransform: Geotransform | null;
  gcps: number;
  /** True where rational polynomial coefficients say how it was seen from above. */
  rpcs: boolean;
  /** Images of the file beside the one that is read. */
  otherImages: number;
  /** `COG` for a file whose layout is that of a cloud-optimised GeoTIFF. */
  layout: string | null;
  compression: string | null;
  /** `PIXEL` where a block holds all bands, `BAND` where it holds one. */
  interleave: string | null;
  /** True where the greatest value of one band is meant to be black. */
  minIsWhite: boolean;
  /** Metadata of the dataset: `AREA_OR_POINT`, `TIFFTAG_…` and what its makers put there. */
  tags: Record<string, string>;
  /** True for Byte pixels that are signed: GDAL before 3.7 has no type of their own for them. */
  signedBytes: boolean;
  bands: HeaderBand[];
}

/** Red, green, blue and alpha, 0 to 255. */
export type Colour = [number, number, number, number];

export interface HeaderBand {
  index: number;
  /** GDAL's name; may be one that is not taken, such as CFloat32. */
  type: string;
  nodata: Nodata | null;
  colourInterpretation: string;
  description: string | null;
  scale: number | null;
  offset: number | null;
  unit: string | null;
  block: [number, number];
  /** True where pixels use fewer bits than their type has (12 of 16, 1 of 8). */
  packedBits: boolean;
  /** How many, where they are fewer; null where they are all. */
  bits: number | null;
  /** True where a mask of the whole dataset says which pixels are valid. */
  hasMask: boolean;
  hasPalette: boolean;
  /** The colour of each value from 0 on. */
  palette: Colour[] | null;
  hasCategories: boolean;
  overviews: [number, number][];
  /** With `-checksum`; GDAL writes -1 when it could not read the band. */
  checksum: number | null;
  /** Metadata of the band, without statistics. */
  tags: Record<string, string>;
  /** With `-stats`, or as the raster brings them; null when the band has no valid pixel. */
  statistics: { minimum: number; maximum: number; mean: number; stddev: number; valid_percent: number | null } | null;
}

/** A nodata value that JSON would round, a JSON string as it is, or else a number that GDAL prints although JSON has none such. */
const OUTSIDE_TEXT = /("noDataValue":\s*)(-?\d{16,})(?![\d.eE])|"(?:[^"\\]|\\.)*"|(-?\b(?:NaN|nan|Infinity|inf)\b)/g;

/**
 * @param text what `gdalinfo -json` printed
 * @throws SyntaxError when it is not JSON, or not an object
 */
export function parseGdalinfo(text: string): RasterHeader {
  const info: unknown = JSON.parse(text.replace(OUTSIDE_TEXT, inQuotes));
  if (!isJsonObject(info)) throw new SyntaxError('gdalinfo printed no JSON object');
  const [width, height] = pair(info.size) ?? [0, 0];
  const structure = object(object(info.metadata).IMAGE_STRUCTURE);
  const driver = string(info.driverShortName) ?? '';
  const bands = list(info.bands).map((band) => readBand(object(band), driver));
  const signedBytes = list(info.bands).some((band) => isSignedByte(object(band)));
  return {
    driver,
    width,
    height,
    crs: readCrs(info),
    geotransform: readGeotransform(info.geoTransform),
    gcps: list(object(info.gcps).gcpList).length,
    rpcs: isJsonObject(object(info.metadata).RPC),
    otherImages: countOtherImages(object(object(info.metadata).SUBDATASETS)),
    layout: string(structure.LAYOUT),
    compression: string(structure.COMPRESSION),
    interleave: string(structure.INTERLEAVE),
    signedBytes,
    minIsWhite: structure.MINISWHITE === 'YES',
    tags: readTags(object(info.metadata)['']),
    bands,
  };
}

function inQuotes(match: string, name?: string, digits?: string, word?: string): string {
  if (digits) return `${name}"${digits}"`;
  return word ? `"${word}"` : match;
}

/** Reads one number that GDAL may have had to write as a word. The greatest double in fewer digits is more than it; what is meant is that one. */
export function readNodata(value: JsonValue | undefined): Nodata | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  if (/^[-+]?nan/.test(word)) return 'nan';
  if (/^-inf/.test(word)) return '-inf';
  if (/^\+?inf/.test(word)) return 'inf';
  const number = Number(word);
  if (word === '' || Number.isNaN(number)) return null;
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, number));
}

function readCrs(info: JsonObject): RasterHeader['crs'] {
  const wkt2 = string(object(info.coordinateSystem).wkt);
  if (!wkt2) return null;
  const stac = object(info.stac);
  const projjson = isJsonObject(stac['proj:projjson']) ? stac['proj:projjson'] : null;
  return { name: crsName(wkt2), epsg: number(stac['proj:epsg']), wkt2, projjson };
}

/** The name is the first quoted text of a WKT. */
export function crsName(wkt2: string): string {
  return /"((?:[^"]|"")*)"/.exec(wkt2)?.[1]?.replaceAll('""', '"') ?? 'unnamed';
}

/** Each image has a name, `SUBDATASET_1_NAME` and so on, the one that is read too. */
function countOtherImages(images: JsonObject): number {
  return Math.max(0, Object.keys(images).filter((key) => key.endsWith('_NAME')).length - 1);
}

function readGeotransform(value: JsonValue | undefined): Geotransform | null {
  const numbers = list(value).map((part) => (typeof part === 'number' ? part : Number.NaN));
  return numbers.length === 6 ? (numbers as Geotransform) : null;
}

function isSignedByte(band: JsonObject): boolean {
  return object(object(band.metadata).IMAGE_STRUCTURE).PIXELTYPE === 'SIGNEDBYTE';
}

/** The transparent colour of a PNG is a nodata value of each band, and GDAL tells of a mask besides: of where all of them are. */
function isMasked(flags: readonly JsonValue[], driver: string): boolean {
  return flags.includes('PER_DATASET') && !(driver === 'PNG' && flags.includes('NODATA'));
}

function readBand(band: JsonObject, driver: string): HeaderBand {
  const [blockWidth, blockHeight] = pair(band.block) ?? [0, 0];
  return {
    index: number(band.band) ?? 0,
    type: string(band.type) ?? '',
    nodata: bandNodata(band),
    colourInterpretation: (string(band.colorInterpretation) ?? 'undefined').toLowerCase(),
    description: string(band.description),
    scale: number(band.scale),
    offset: number(band.offset),
    unit: string(band.unit),
    block: [blockWidth, blockHeight],
    packedBits: 'NBITS' in object(object(band.metadata).IMAGE_STRUCTURE),
    bits: finite(object(object(band.metadata).IMAGE_STRUCTURE).NBITS),
    hasMask: isMasked(list(object(band.mask).flags), driver),
    hasPalette: isJsonObject(band.colorTable),
    palette: readPalette(band.colorTable),
    hasCategories: list(band.categories).length > 0 || isJsonObject(band.rat),
    overviews: list(band.overviews).flatMap((overview) => [pair(object(overview).size) ?? []].filter(isPair)),
    checksum: number(band.checksum),
    tags: readTags(object(band.metadata)['']),
    statistics: readStatistics(band),
  };
}

function bandNodata(band: JsonObject): Nodata | null {
  const nodata = longNodata(band) ?? readNodata(band.noDataValue);
  return nodata === null ? null : asHeld(nodata, string(band.type) ?? '');
}

/** Only of pixels of 64 bits; a float of as many digits is the one next to it. */
function longNodata({ type, noDataValue }: JsonObject): LongInteger | null {
  if ((type !== 'Int64' && type !== 'UInt64') || typeof noDataValue !== 'string') return null;
  return isLongInteger(noDataValue) ? noDataValue : null;
}

function readTags(metadata: JsonValue | undefined): Record<string, string> {
  const tags = Object.entries(object(metadata)).filter(([name]) => !name.startsWith('STATISTICS_'));
  return Object.fromEntries(tags.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function readPalette(table: JsonValue | undefined): Colour[] | null {
  if (!isJsonObject(table)) return null;
  return list(table.entries).map((entry) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = list(entry).map((part) => number(part) ?? 0);
    return [red, green, blue, alpha];
  });
}

function readStatistics(band: JsonObject): HeaderBand['statistics'] {
  const metadata = object(object(band.metadata)['']);
  const figure = (name: string) => finite(metadata[`STATISTICS_${name}`]);
  const [minimum, maximum] = [figure('MINIMUM'), figure('MAXIMUM')];
  const [mean, stddev] = [figure('MEAN'), figure('STDDEV')];
  if (minimum === null || maximum === null || mean === null || stddev === null) return null;
  return { minimum, maximum, mean, stddev, valid_percent: figure('VALID_PERCENT') };
}

function finite(value: JsonValue | undefined): number | null {
  const figure = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof figure === 'number' && Number.isFinite(figure) ? figure : null;
}

const object = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const list = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : []);
const number = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null);
const string = (value: JsonValue | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const isPair = (value: number[]): value is [number, number] => value.length === 2;

function pair(value: JsonValue | undefined): [number, number] | null {
  const [first, second] = list(value);
  return typeof first === 'number' && typeof second === 'number' ? [first, second] : null;
}
