import { canonicalJson, type JsonValue } from '../plan/json.ts';
import { crsDifference } from './crs-difference.ts';
import type { Colour, HeaderBand, RasterHeader } from './gdalinfo.ts';
import { asPrinted } from './held-nodata.ts';
import type { Nodata } from './raster.ts';

export interface Expectation {
  /** Pixels must be the same, band by band. */
  lossless: boolean;
  /** The CRS that was written; null for the source's own. */
  crs: RasterHeader['crs'];
  /** The nodata value that was written; null for the source's own. */
  nodata: Nodata | null;
  /** Width and height of each that was to be made. */
  overviews: readonly (readonly [number, number])[];
}

/** Half a millionth of a pixel: coordinates go through text and binary and back. */
const GEOTRANSFORM_TOLERANCE = 5e-7;

/** A header whose pixels were read. */
interface Compared extends RasterHeader {
  /** Of the mask of the dataset; null or absent where there is none, or nobody looked. */
  maskChecksum?: number | null;
}

/** How a product differs from what its source and the conversion promise; empty when it is as it should be. */
export function compareProduct(source: Compared, product: Compared, expected: Expectation): string[] {
  const differences: string[] = [];
  const expect = (what: string, wanted: JsonValue, got: JsonValue) => {
    if (canonicalJson(wanted) !== canonicalJson(got))
      differences.push(`${what}: ${JSON.stringify(wanted)} became ${JSON.stringify(got)}`);
  };
  expect('layout', 'COG', product.layout);
  expect('size', [source.width, source.height], [product.width, product.height]);
  expect('bands', source.bands.length, product.bands.length);
  if (!sameGrid(source, product)) expect('geotransform', source.geotransform, product.geotransform);
  // A mask is never lossy.
  if (expected.lossless || typeof source.maskChecksum === 'number')
    expect('mask checksum', source.maskChecksum ?? null, product.maskChecksum ?? null);
  expect('ground control points', 0, product.gcps);
  const ofCrs = crsDifference(expected.crs ?? source.crs, product.crs);
  if (ofCrs) differences.push(ofCrs);
  source.bands.forEach((band, index) => {
    const made = product.bands[index];
    if (made) compareBand(band, made, expected, expect);
  });
  return differences;
}

function compareBand(
  own: HeaderBand,
  product: HeaderBand,
  expected: Expectation,
  expect: (what: string, wanted: JsonValue, got: JsonValue) => void,
): void {
  const source = isBitmap(own, product) ? { ...own, colourInterpretation: 'palette', hasPalette: true } : own;
  const band = `band ${source.index}`;
  expect(`${band} type`, source.type, product.type);
  const [wanted, got] = [expected.nodata ?? source.nodata, product.nodata];
  expect(`${band} nodata`, asPrinted(wanted, source.type), asPrinted(got, source.type));
  expect(`${band} colour interpretation`, colourIn(source, product), product.colourInterpretation);
  expect(`${band} description`, source.description, product.description);
  expect(`${band} scale`, source.scale ?? 1, product.scale ?? 1);
  expect(`${band} offset`, source.offset ?? 0, product.offset ?? 0);
  expect(`${band} unit`, source.unit, product.unit);
  expect(`${band} overviews`, listed(expected.overviews), listed(product.overviews));
  expect(`${band} mask`, source.hasMask, product.hasMask);
  expect(`${band} colour table`, source.hasPalette, product.hasPalette);
  if (source.palette && product.palette) comparePalette(band, source.palette, product.palette, expect);
  const isKept = source.colourInterpretation === 'alpha' && source.checksum !== null;
  if (expected.lossless || isKept) expect(`${band} checksum`, source.checksum, product.checksum);
}

const listed = (sizes: Expectation['overviews']): string => sizes.map((size) => size.join(' × ')).join(', ');

const BLACK_AND_WHITE = canonicalJson([
  [0, 0, 0],
  [255, 255, 255],
]);

/** GDAL gives a TIFF of single bits a colour table of black and white, which means the same as none. */
function isBitmap({ bits, colourInterpretation, hasPalette }: HeaderBand, { palette }: HeaderBand): boolean {
  if (bits !== 1 || colourInterpretation !== 'gray' || hasPalette) return false;
  return canonicalJson(palette?.map(rgb) ?? null) === BLACK_AND_WHITE;
}

/** A band of a grid or a netCDF has none, and that of a TIFF is grey at least. */
function colourIn(source: HeaderBand, product: HeaderBand): string {
  const isGrey = source.colourInterpretation === 'undefined' && product.colourInterpretation === 'gray';
  return isGrey ? 'gray' : source.colourInterpretation;
}

/** Of a TIFF's colour table alone the colours count: it has no opacity, and 256 entries where the source may have had fewer. */
function comparePalette(
  band: string,
  wanted: readonly Colour[],
  got: readonly Colour[],
  expect: (what: string, wanted: JsonValue, got: JsonValue) => void,
): void {
  const at = wanted.findIndex((colour, value) => canonicalJson(rgb(colour)) !== canonicalJson(rgb(got[value])));
  if (at >= 0) expect(`${band} colour of ${at}`, rgb(wanted[at]), rgb(got[at]));
}

const rgb = (colour: Colour | undefined): number[] => colour?.slice(0, 3) ?? [];

function sameGrid(source: RasterHeader, product: RasterHeader): boolean {
  const [wanted, got] = [source.geotransform, product.geotransform];
  if (!wanted || !got) return wanted === got;
  const pixel = Math.min(Math.abs(wanted[1]), Math.abs(wanted[5]));
  return wanted.every((value, index) => Math.abs(value - (got[index] as number)) <= pixel * GEOTRANSFORM_TOLERANCE);
}
