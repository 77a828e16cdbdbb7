import type { Gdal } from '../../gdal/gdal.ts';
import { readHeader } from '../../gdal/read-header.ts';
import { resolveCrs } from '../../gdal/resolve-crs.ts';
import { type PlacedExtent, wgs84Extent } from '../../gdal/wgs84-extent.ts';
import { hasArea } from '../../geo/footprint.ts';
import { boundsOf, gateRaster, outsideCrs, type RasterLimits, withoutArea } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { Bounds, Geotransform, RasterWarning } from '../../geo/raster.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { refuse } from '../raster/refuse.ts';
import { placeWarnings } from './place-warnings.ts';

/** What it takes to read one blob by GDAL. */
export interface Reading {
  gdal: Gdal;
  signal: AbortSignal;
  scratch: string;
  source: Awaited<ReturnType<BlobStore['gdalSource']>>;
}

/** A header that passed the gate: it has a CRS and a grid. */
export interface PlacedHeader extends RasterHeader {
  crs: NonNullable<RasterHeader['crs']>;
  geotransform: Geotransform;
}

export interface InspectedHeader {
  header: PlacedHeader;
  bounds: Bounds;
  extent: PlacedExtent;
  warnings: RasterWarning[];
}

/** Scattered small reads: no use in fetching much around each. */
const CHUNK_SIZE = String(64 * 1024);

/** @throws FaultError with every reason for which the header is refused */
export async function inspectHeader(
  { gdal, signal, scratch, source }: Reading,
  request: { input_crs?: string | null | undefined; limits: RasterLimits; storedBytes: number },
): Promise<InspectedHeader> {
  const config = { ...source.config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE };
  const own = await readHeader(gdal, { path: source.path, config, signal, scratch });
  const declared = request.input_crs ? await resolveCrs(gdal, request.input_crs, { signal, scratch }) : null;
  const header = { ...own, crs: declared ?? own.crs };
  const findings = gateRaster({ ...header, storedBytes: request.storedBytes }, request.limits);
  if (findings.length > 0 || !isPlaced(header)) throw refuse(findings);
  const bounds = boundsOf(header.geotransform, header.width, header.height);
  const extent = await wgs84Extent(gdal, header.crs.wkt2, bounds, { signal, scratch });
  if (!extent) throw refuse([outsideCrs(header.crs.name, bounds)]);
  if (!hasArea(extent.geometry)) throw refuse([withoutArea(header.crs.name, bounds)]);
  return { header, bounds, extent, warnings: placeWarnings(own.crs, header.crs, extent) };
}

function isPlaced(header: RasterHeader): header is PlacedHeader {
  return header.crs !== null && header.geotransform !== null;
}
