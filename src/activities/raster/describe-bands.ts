import type { HeaderBand, RasterHeader } from '../../geo/gdalinfo.ts';
import { PIXEL_BYTES, type RasterBand } from '../../geo/raster.ts';
import { isPixelType } from '../../geo/size.ts';
import { refuse } from './refuse.ts';

/**
 * The bands as outputs tell of them; at least one.
 * @throws FaultError when the header is not one that passed the gate
 */
export function describeBands(header: Pick<RasterHeader, 'bands'>): [RasterBand, ...RasterBand[]] {
  const [first, ...rest] = header.bands.map(describeBand);
  if (!first) throw refuse([{ code: 'no_bands', message: 'The raster has no bands.' }]);
  return [first, ...rest];
}

function describeBand(band: HeaderBand): RasterBand {
  const { type } = band;
  if (!isPixelType(type)) {
    throw refuse([{ code: 'unsupported_pixel_type', message: `The pixels are of type ${type}, which is not taken.` }]);
  }
  return {
    index: band.index,
    type,
    bits: band.bits !== null && band.bits < PIXEL_BYTES[type] * 8 ? band.bits : null,
    nodata: band.nodata,
    colour_interpretation: band.colourInterpretation,
    description: band.description,
    scale: band.scale,
    offset: band.offset,
    unit: band.unit,
    block: band.block,
  };
}
