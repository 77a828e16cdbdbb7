import type { Gdal } from '../../gdal/gdal.ts';
import { identifyCrs } from '../../gdal/identify-crs.ts';
import { readHeader } from '../../gdal/read-header.ts';
import { UNDECODABLE } from '../../gdal/read-pixels.ts';
import { type PlacedExtent, wgs84Extent } from '../../gdal/wgs84-extent.ts';
import { hasArea } from '../../geo/footprint.ts';
import { boundsOf, gateRaster, outsideCrs, type RasterLimits, withoutArea } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { type AxisSpan, axesFinding } from '../../geo/netcdf-axes.ts';
import type { Bounds, Geotransform, Nodata, RasterFinding, RasterWarning } from '../../geo/raster.ts';
import type { Signature } from '../../geo/signature.ts';
import { FaultError } from '../../plan/fault.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { givenNodata } from '../raster/given-nodata.ts';
import { nameCrs } from '../raster/name-crs.ts';
import { refuse } from '../raster/refuse.ts';
import type { RasterValidateInput } from './contract.ts';
import { declaredPlace } from './declared-place.ts';
import { gridWarnings } from './grid-warnings.ts';
import { contradiction, placeWarnings } from './place-warnings.ts';

/** What it takes to read one blob by GDAL. */
export interface Reading {
  gdal: Gdal;
  signal: AbortSignal;
  scratch: string;
  source: Awaited<ReturnType<BlobStore['gdalSource']>>;
  signature: Signature;
  /** Of a netCDF. */
  axes: AxisSpan[];
}

/** The one driver that reads content of a kind; no other is loaded. */
const DRIVERS: Readonly<Record<Signature['kind'], readonly string[]>> = {
  tiff: ['GTiff'],
  jpeg2000: ['JP2OpenJPEG'],
  png: ['PNG'],
  jpeg: ['JPEG'],
  ascii_grid: ['AAIGrid'],
  netcdf: ['netCDF'],
  other: [],
  none: [],
};

/** Private memory for a look at a raster; a conversion gets more. */
const MEMORY = 1024 ** 3;

/** How GDAL is run for a look at a raster: with the one driver that it takes, and little memory. */
export function lookingAt({ signal, scratch, signature, source }: Reading) {
  return { signal, scratch, drivers: DRIVERS[signature.kind], memoryBytes: MEMORY, config: source.config };
}

/** A header that passed the gate: it has a CRS and a grid. */
export interface PlacedHeader extends RasterHeader {
  crs: NonNullable<RasterHeader['crs']>;
  geotransform: Geotransform;
}

export interface InspectedHeader {
  header: PlacedHeader;
  /** What the caller gave to a raster that has none. */
  declared_geotransform: Geotransform | null;
  /** What the caller said that pixels without data hold; the bands tell it. */
  declared_nodata: Nodata | null;
  /** Of the CRS, with its authority; null where none is known. */
  code: string | null;
  bounds: Bounds;
  extent: PlacedExtent;
  warnings: RasterWarning[];
}

/** Scattered small reads: no use in fetching much around each. */
const CHUNK_SIZE = String(64 * 1024);

interface Request extends RasterValidateInput {
  store: BlobStore;
  limits: RasterLimits;
  storedBytes: number;
}

/** @throws FaultError with every reason for which the header is refused */
export async function inspectHeader(reading: Reading, request: Request): Promise<InspectedHeader> {
  const { gdal, signal, scratch } = reading;
  const own = await readOwn(reading);
  const declared = request.input_crs ? await nameCrs(gdal, request.input_crs, own.crs, { signal, scratch }) : null;
  const declared_geotransform = await declaredPlace(request.store, request, own, signal);
  const geotransform = declared_geotransform ?? own.geotransform;
  const header = { ...own, crs: declared ?? own.crs, geotransform };
  const ofAxes = own.bands.length > 0 ? axesFinding(reading.axes, own.geotransform) : undefined;
  const findings = [
    ...gateRaster({ ...header, storedBytes: request.storedBytes }, request.limits),
    ...(ofAxes ? [ofAxes] : []),
  ];
  if (findings.length > 0 || !isPlaced(header)) throw refuse(findings);
  const declared_nodata = givenNodata(request.nodata, header.bands[0]?.type ?? '');
  const bands = header.bands.map((band) => ({ ...band, nodata: declared_nodata ?? band.nodata }));
  const bounds = boundsOf(header.geotransform, header.width, header.height);
  const place = (crs: PlacedHeader['crs']) => wgs84Extent(gdal, crs.wkt2, bounds, { signal, scratch });
  const extent = await place(header.crs);
  if (!extent) throw refuse([outsideCrs(header.crs.name, bounds)]);
  if (!hasArea(extent.geometry)) throw refuse([withoutArea(header.crs.name, bounds)]);
  if (declared && own.crs && own.crs.epsg !== declared.epsg) {
    const finding = contradiction({ own: own.crs, declared }, await place(own.crs).catch(() => undefined), extent);
    if (finding) throw refuse([finding]);
  }
  const warnings = [...placeWarnings(own.crs, header.crs, extent), ...gridWarnings(header, bounds)];
  const code = await identifyCrs(gdal, header.crs, { signal, scratch });
  return { header: { ...header, bands }, code, bounds, extent, declared_geotransform, declared_nodata, warnings };
}

/** @throws FaultError `unsupported_compression`, or the causes of `readHeader` */
async function readOwn(reading: Reading): Promise<RasterHeader> {
  const run = lookingAt(reading);
  const config = { ...run.config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE };
  const header = await readHeader(reading.gdal, { ...run, path: reading.source.path, config }).catch(
    (error: unknown) => {
      const isUnknown = error instanceof FaultError && /missing codec/.test(JSON.stringify(error.fault.detail));
      throw isUnknown ? refuse([UNKNOWN_COMPRESSION], error) : error;
    },
  );
  if (DRIVERS[reading.signature.kind].includes(header.driver)) return header;
  throw refuse([UNDECODABLE]);
}

const UNKNOWN_COMPRESSION: RasterFinding = {
  code: 'unsupported_compression',
  message:
    'The pixels are compressed in a way that is not known here; export the raster with DEFLATE, LZW or ZSTD (gdal_translate -co COMPRESS=DEFLATE).',
};

function isPlaced(header: RasterHeader): header is PlacedHeader {
  return header.crs !== null && header.geotransform !== null;
}
