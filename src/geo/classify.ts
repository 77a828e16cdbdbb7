import { coloursOf, type DeclaredType, declaredTypeWarnings } from './declared-type.ts';
import type { HeaderBand, RasterHeader } from './gdalinfo.ts';
import type { RasterClass, RasterWarning } from './raster.ts';
import type { ValueClue } from './value-clue.ts';

export interface Classification {
  raster_class: RasterClass;
  /** Why, for a person. */
  evidence: string[];
  warnings: RasterWarning[];
}

interface Clue {
  raster_class: RasterClass;
  evidence: string;
  holds: (bands: readonly HeaderBand[]) => boolean;
}

const ELEVATION_WORDS = /\b(dem|dsm|dtm|elevation|height|altitude|bathymetry|depth)\b/i;
const CLASS_WORDS = /\b(class|classes|classification|category|categories|land ?cover|land ?use|lulc|mask)\b/i;

/** Tried in order; the first that holds decides. */
const CLUES: readonly Clue[] = [
  {
    raster_class: 'palette',
    evidence: 'its one band has a colour table',
    holds: (bands) =>
      bands.length === 1 && bands.some((band) => band.hasPalette || band.colourInterpretation === 'palette'),
  },
  {
    raster_class: 'categorical',
    evidence: 'its one band of whole numbers has category names or an attribute table',
    holds: (bands) => bands.length === 1 && isWholeNumbers(bands) && bands.some((band) => band.hasCategories),
  },
  {
    raster_class: 'categorical',
    evidence: 'the description of its one band of whole numbers speaks of classes',
    holds: (bands) =>
      bands.length === 1 &&
      isWholeNumbers(bands) &&
      bands.some(({ description }) => CLASS_WORDS.test(description ?? '')),
  },
  {
    raster_class: 'categorical',
    evidence: 'its one band has one bit a pixel, as a mask has',
    holds: (bands) => bands.length === 1 && bands.some((band) => band.bits === 1),
  },
  {
    raster_class: 'rgba',
    evidence: 'its bands are red, green, blue and alpha',
    holds: (bands) => coloursOf(bands) === 'red green blue alpha',
  },
  {
    raster_class: 'rgb',
    evidence: 'its bands are red, green and blue',
    holds: (bands) => coloursOf(bands) === 'red green blue',
  },
  {
    raster_class: 'dem',
    evidence: 'the description of its one band speaks of elevation',
    holds: (bands) => bands.length === 1 && bands.some(({ description }) => ELEVATION_WORDS.test(description ?? '')),
  },
  {
    raster_class: 'dem',
    evidence: 'the values of its one band are in metres or feet',
    holds: (bands) =>
      bands.length === 1 && bands.some(({ unit }) => /^(m|metre|meter|ft|foot|feet)s?$/i.test(unit ?? '')),
  },
  { raster_class: 'multispectral', evidence: 'it has several bands', holds: (bands) => bands.length > 1 },
  {
    raster_class: 'continuous',
    evidence: 'it has one band and nothing says that its values are classes',
    holds: () => true,
  },
];

/**
 * Decides what the pixels mean: what the sender declared, or what they look like. Whether a declaration can be true at
 * all is for `declaredTypeFinding` to say.
 * @param byValues what the sampled values look like, where nothing else tells
 */
export function classifyRaster(
  header: Pick<RasterHeader, 'bands'>,
  declared: DeclaredType,
  byValues?: ValueClue,
): Classification {
  const { bands } = header;
  if (declared !== 'auto') {
    const warnings = declaredTypeWarnings(bands, declared);
    return { raster_class: declared, evidence: ['declared by raster_type'], warnings };
  }
  const clue = CLUES.find(({ holds }) => holds(bands)) as Clue;
  const told = { raster_class: clue.raster_class, evidence: [clue.evidence], warnings: [] };
  if (clue.raster_class === 'multispectral') return { ...told, warnings: colourOrder(bands) };
  return clue.raster_class === 'continuous' && byValues ? inferred(byValues) : told;
}

const PICTURES = ['red green blue', 'red green blue alpha'];

/** Pictures are compressed and shown by the order of their bands, so that one in another order is taken for no picture. */
function colourOrder(bands: readonly HeaderBand[]): RasterWarning[] {
  const colours = coloursOf(bands).split(' ');
  const wanted = PICTURES.find((picture) => picture.split(' ').sort().join() === colours.toSorted().join())?.split(' ');
  if (!wanted) return [];
  const order = wanted.map((colour) => `-b ${colours.indexOf(colour) + 1}`).join(' ');
  const message = `Its bands are ${colours.join(', ')}, and only in the order ${wanted.join(', ')} they are taken as a picture; write them so (gdal_translate ${order}) to have one.`;
  return [{ code: 'colours_in_other_order', message }];
}

/** Averaging classes makes values that mean something else; not averaging measurements only makes overviews coarser. */
function inferred({ evidence, what }: ValueClue): Classification {
  const message = `The values look like ${what}, so that overviews take the most frequent one and average none; declare raster_type (categorical, or continuous) to be sure.`;
  return { raster_class: 'categorical', evidence: [evidence], warnings: [{ code: 'class_inferred', message }] };
}

const isWholeNumbers = (bands: readonly HeaderBand[]): boolean => !bands.some((band) => band.type.includes('Float'));
