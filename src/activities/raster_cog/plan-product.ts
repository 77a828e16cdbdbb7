import { hash } from 'node:crypto';
import { readHeader } from '../../gdal/read-header.ts';
import { classifyRaster } from '../../geo/classify.ts';
import { type CogPlan, cogPlan } from '../../geo/cog-options.ts';
import { gateRaster } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { validPixels } from '../../geo/nodata-warnings.ts';
import type { Geotransform, Nodata, RasterClass, RasterWarning } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import { canonicalJson } from '../../plan/json.ts';
import { describeBands } from '../raster/describe-bands.ts';
import { givenNodata } from '../raster/given-nodata.ts';
import { nameCrs } from '../raster/name-crs.ts';
import { refuse } from '../raster/refuse.ts';
import type { CogJob } from './activity.ts';
import type { FetchedSource } from './fetch-source.ts';

/** Which product this is: the same source and the same wishes give the same tag. */
export interface ProductTag {
  /** Of the bytes; of a tile, which is made without reading them all, over what pins them and over its window. */
  source_sha256: string;
  /** Over the creation options and what is written instead of the source's. */
  options_sha256: string;
}

export interface ProductPlan extends CogPlan {
  /** With the place that was declared, where the source has none. */
  header: RasterHeader;
  place: Geotransform | null;
  /** Written instead of the source's; null for its own. */
  crs: RasterHeader['crs'];
  nodata: Nodata | null;
  pixel_bytes: number;
  raster_class: RasterClass;
  /** Of a source whose next band is the mask of the product; absent: it has none such. */
  bandsBeforeMask?: number | undefined;
  tag: ProductTag;
  warnings: RasterWarning[];
}

/**
 * Reads the header of the fetched source and decides how the product is made. The gate is the same as in validation,
 * since a spec may convert what it did not validate.
 * @throws FaultError with every reason for which the raster is refused
 */
export async function planProduct(job: CogJob, source: FetchedSource): Promise<ProductPlan> {
  const { gdal, signal, scratch } = job;
  return planConversion(job, await readHeader(gdal, { path: source.path, signal, scratch }), source);
}

/**
 * The same of a header that was read already.
 * @throws FaultError as `planProduct`
 */
export async function planConversion(
  job: CogJob,
  own: RasterHeader,
  source: { size: number; sha256: string },
): Promise<ProductPlan> {
  const { gdal, input, limits, signal, scratch } = job;
  const place = own.geotransform ? null : (input.input_geotransform ?? null);
  const header = { ...own, geotransform: place ?? own.geotransform };
  const crs = input.input_crs ? await nameCrs(gdal, input.input_crs, own.crs, { signal, scratch }) : null;
  const findings = gateRaster({ ...header, crs: crs ?? header.crs, storedBytes: source.size }, limits);
  if (findings.length > 0) throw refuse(findings);
  const bands = describeBands(header);
  const raster_class = input.raster_class ?? 'auto';
  const looks = raster_class === 'auto' ? classifyRaster(header, 'auto').raster_class : raster_class;
  const nodata = givenNodata(input.nodata, bands[0].type);
  const packed = header.bands.some((band) => band.packedBits);
  const told = header.bands.map((band) => ({ ...band, nodata: nodata ?? band.nodata }));
  const ambiguous = validPixels({ bands: told }) === 'several';
  const { width, height } = header;
  const kind = { raster_class: looks, type: bands[0].type, band_count: bands.length, packed, ambiguous };
  const subject = { width, height, ...kind, nodata: told.map((band) => band.nodata) };
  const plan = cogPlan(subject, input.output_tier ?? 'analysis');
  const wishes = { options: plan.options, crs: crs?.wkt2 ?? null, nodata, ...(place && { place }) };
  return {
    ...plan,
    header,
    place,
    crs,
    nodata,
    pixel_bytes: pixelBytes(header),
    raster_class: looks,
    tag: { source_sha256: source.sha256, options_sha256: hash('sha256', canonicalJson(wishes)) },
    warnings: [...nodataWarnings(header, nodata), ...lossWarnings(header)],
  };
}

/** What a COG cannot hold, or is not given. */
function lossWarnings({ gcps, minIsWhite }: RasterHeader): RasterWarning[] {
  const dropped = `The raster has ${gcps} ground control points besides its geotransform; the geotransform is used, and they are left out.`;
  const inverted =
    'The raster says that its lowest value is white. Its values are kept as they are, but a COG by GDAL says that the lowest is black; invert them before, if pictures of it matter.';
  return [
    ...(gcps > 0 ? [{ code: 'gcps_dropped', message: dropped }] : []),
    ...(minIsWhite ? [{ code: 'min_is_white', message: inverted }] : []),
  ];
}

function nodataWarnings(header: RasterHeader, nodata: Nodata | null): RasterWarning[] {
  const own = header.bands[0]?.nodata ?? null;
  if (nodata === null || own === null || own === nodata) return [];
  return [
    { code: 'nodata_overridden', message: `The raster says that ${own} is nodata; ${nodata} is used, as declared.` },
  ];
}
