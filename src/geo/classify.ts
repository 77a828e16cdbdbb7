import type { HeaderBand, RasterHeader } from './gdalinfo.ts';
import type { RasterClass, RasterWarning } from './raster.ts';

/** What a sender may say about the pixels; `auto` says nothing. */
export type DeclaredType = 'auto' | 'rgb' | 'rgba' | 'dem' | 'categorical' | 'multispectral';

export interface Classification {
  raster_class: RasterClass;
  /** Why, for a person. */
  evidence: string[];
  warnings: RasterWarning[];
}

/** Bands that each declared type needs at least; a raster with fewer is classified by its looks. */
const BANDS_NEEDED: Readonly<Record<DeclaredType, number>> = {
  auto: 1,
  rgb: 3,
  rgba: 4,
  dem: 1,
  categorical: 1,
  multispectral: 2,
};

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
    raster_class: 'rgba',
    evidence: 'its bands are red, green, blue and alpha',
    holds: (bands) => colours(bands) === 'red green blue alpha',
  },
  {
    raster_class: 'rgb',
    evidence: 'its bands are red, green and blue',
    holds: (bands) => colours(bands) === 'red green blue',
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

/** Decides what the pixels mean: by what the sender declared where the bands allow it, else by their looks. */
export function classifyRaster(header: Pick<RasterHeader, 'bands'>, declared: DeclaredType): Classification {
  const { bands } = header;
  if (declared !== 'auto' && fits(bands, declared)) {
    return { raster_class: declared, evidence: ['declared by raster_type'], warnings: [] };
  }
  const clue = CLUES.find(({ holds }) => holds(bands)) as Clue;
  const found = { raster_class: clue.raster_class, evidence: [clue.evidence] };
  if (declared === 'auto') return { ...found, warnings: [] };
  const message = `It was declared as ${declared}, but has ${bands.length} bands of type ${bands[0]?.type}; it is taken as ${clue.raster_class}.`;
  return { ...found, warnings: [{ code: 'raster_type_mismatch', message }] };
}

function fits(bands: readonly HeaderBand[], declared: DeclaredType): boolean {
  if (bands.length < BANDS_NEEDED[declared]) return false;
  return declared !== 'categorical' || isWholeNumbers(bands);
}

const isWholeNumbers = (bands: readonly HeaderBand[]): boolean => !bands.some((band) => band.type.includes('Float'));
const colours = (bands: readonly HeaderBand[]): string => bands.map((band) => band.colourInterpretation).join(' ');
