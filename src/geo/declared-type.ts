import type { HeaderBand } from './gdalinfo.ts';
import type { RasterFinding, RasterWarning } from './raster.ts';

/** What a sender may say about the pixels; `auto` says nothing. */
export type DeclaredType = 'auto' | 'rgb' | 'rgba' | 'dem' | 'categorical' | 'multispectral' | 'continuous';

type Bands = readonly HeaderBand[];
/** A reason, as a whole sentence without its full stop. */
type Rule = { holds: (bands: Bands) => boolean; reason: string };

interface Rules {
  /** The product would be wrong: bands averaged that are classes, an alpha that there is not. */
  impossible: readonly Rule[];
  /** Odd, and the sender may still know better. */
  doubtful: readonly Rule[];
}

const fewerThan = (count: number, reason: string): Rule => ({ holds: (bands) => bands.length < count, reason });
const moreThan = (count: number, reason: string): Rule => ({ holds: (bands) => bands.length > count, reason });
const isFloat = (bands: Bands): boolean => bands.some(({ type }) => type.includes('Float'));
const isPicture = (bands: Bands): boolean => coloursOf(bands).startsWith('red green blue');
const hasPalette = (bands: Bands): boolean => bands.some((band) => band.hasPalette);

const FRACTIONS: Rule = { holds: isFloat, reason: 'its pixels are floating-point numbers' };
const PICTURE: Rule = { holds: isPicture, reason: 'its bands are red, green and blue' };
const PALETTE: Rule = { holds: hasPalette, reason: 'its band has a colour table' };

const RULES: Readonly<Record<DeclaredType, Rules>> = {
  auto: { impossible: [], doubtful: [] },
  rgb: {
    impossible: [fewerThan(3, 'that needs three bands')],
    doubtful: [moreThan(3, 'it has more bands than three'), FRACTIONS],
  },
  rgba: {
    impossible: [fewerThan(4, 'that needs four bands')],
    doubtful: [
      moreThan(4, 'it has more bands than four'),
      FRACTIONS,
      {
        holds: (bands) => bands[3]?.colourInterpretation !== 'alpha',
        reason: 'its fourth band does not say that it is alpha',
      },
    ],
  },
  dem: {
    impossible: [PICTURE, PALETTE],
    doubtful: [moreThan(1, 'it has several bands')],
  },
  categorical: {
    impossible: [
      { ...FRACTIONS, reason: 'its pixels are floating-point numbers, and classes are whole ones' },
      PICTURE,
    ],
    doubtful: [moreThan(1, 'it has several bands')],
  },
  multispectral: {
    impossible: [fewerThan(2, 'that needs several bands')],
    doubtful: [PICTURE],
  },
  continuous: {
    impossible: [PALETTE],
    doubtful: [PICTURE],
  },
};

/** Why the bands cannot be what was declared; undefined when they can. */
export function declaredTypeFinding(bands: Bands, declared: DeclaredType): RasterFinding | undefined {
  const [reason] = reasons(RULES[declared].impossible, bands);
  if (reason === undefined) return undefined;
  const message = `The raster was declared as ${declared} (raster_type), but ${reason}: it has ${describe(bands)}; declare what it is, or auto.`;
  return { code: 'raster_type_mismatch', message };
}

/** Why it is odd that the bands should be what was declared. */
export function declaredTypeWarnings(bands: Bands, declared: DeclaredType): RasterWarning[] {
  return reasons(RULES[declared].doubtful, bands).map((reason) => ({
    code: 'raster_type_doubtful',
    message: `It is taken as ${declared}, as declared, although ${reason}.`,
  }));
}

/** The bands' colour interpretations, such as `red green blue`. */
export function coloursOf(bands: Bands): string {
  return bands.map((band) => band.colourInterpretation).join(' ');
}

function reasons(rules: readonly Rule[], bands: Bands): string[] {
  return rules.filter(({ holds }) => holds(bands)).map(({ reason }) => reason);
}

function describe(bands: Bands): string {
  const types = [...new Set(bands.map(({ type }) => type))].join(', ');
  return `${bands.length} ${bands.length === 1 ? 'band' : 'bands'} of type ${types}`;
}
