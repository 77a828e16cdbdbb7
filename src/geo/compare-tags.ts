import type { HeaderBand, RasterHeader } from './gdalinfo.ts';
import type { RasterWarning } from './raster.ts';

const SHOWN = 5;
/** Of what was computed anew; numbers go through text. */
const TOLERANCE = 1e-6;

/**
 * Metadata of the source that the product does not have, and statistics in the source that are not those of its pixels.
 * Neither makes a product wrong, so that they are told and do not keep it from being published.
 */
export function compareTags(
  source: Pick<RasterHeader, 'tags' | 'bands'>,
  product: Pick<RasterHeader, 'tags' | 'bands'>,
): RasterWarning[] {
  const lost = [
    ...lostTags('', source.tags, product.tags),
    ...source.bands.flatMap(({ index, tags }, at) => lostTags(`band ${index} `, tags, product.bands[at]?.tags ?? {})),
  ];
  const stale = source.bands.filter((band, at) => hasOtherStatistics(band, product.bands[at]));
  return [...(lost.length > 0 ? [tagsLost(lost)] : []), ...(stale.length > 0 ? [staleStatistics(stale)] : [])];
}

function lostTags(where: string, wanted: Record<string, string>, got: Record<string, string>): string[] {
  const names = Object.entries(wanted).filter(([name, value]) => got[name] !== value);
  return names.map(([name]) => `${where}${name}`);
}

function tagsLost(lost: readonly string[]): RasterWarning {
  const shown = lost.slice(0, SHOWN).join(', ') + (lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : '');
  return {
    code: 'metadata_changed',
    message: `Metadata of the source is not, or not the same, in the product: ${shown}.`,
  };
}

function hasOtherStatistics(source: HeaderBand, product: HeaderBand | undefined): boolean {
  const [said, counted] = [source.statistics, product?.statistics];
  if (!said || !counted) return false;
  const near = (a: number, b: number) => Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
  return !near(said.minimum, counted.minimum) || !near(said.maximum, counted.maximum) || !near(said.mean, counted.mean);
}

/** They travel into the product, since GDAL copies them, and are repeated by programs that believe them. */
function staleStatistics(bands: readonly HeaderBand[]): RasterWarning {
  const which = bands.map(({ index }) => index).join(', ');
  const message = `The statistics that the raster brings with it are not those of its pixels (band ${which}), and GDAL keeps them in the product; the ones in the output were computed. Remove them (gdal_edit.py -unsetstats) and upload it again, if programs read them.`;
  return { code: 'stale_statistics', message };
}
