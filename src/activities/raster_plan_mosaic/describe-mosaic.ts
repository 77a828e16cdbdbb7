import { wgs84Extent } from '../../gdal/wgs84-extent.ts';
import { farApart } from '../../geo/file-mosaic.ts';
import { boundsOf, gateRaster, outsideCrs } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { nodataWarnings, validPixels } from '../../geo/nodata-warnings.ts';
import type { RasterClass, RasterWarning } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import { describeBands } from '../raster/describe-bands.ts';
import { mosaicHeader, storedBytes } from '../raster/mosaic-header.ts';
import { refuse } from '../raster/refuse.ts';
import type { FileMosaic } from '../schemas/file-mosaic.ts';
import type { PlanMosaicJob } from './activity.ts';
import type { RasterPlanMosaicInput, RasterPlanMosaicOutput } from './contract.ts';

type Rasters = RasterPlanMosaicInput['rasters'];

/**
 * What raster_validate would say of a file with all pixels.
 * @throws FaultError with every reason for which so large a raster is refused
 */
export async function describeMosaic(
  { gdal, limits, signal, scratch, input }: PlanMosaicJob,
  first: RasterHeader,
  mosaic: FileMosaic,
  hasHoles: boolean,
): Promise<RasterPlanMosaicOutput['raster']> {
  const header = mosaicHeader(first, mosaic);
  const { width, height, geotransform } = mosaic;
  const [{ crs, source, resolution, data_type }] = input.rasters as [Rasters[number]];
  const stored = { ...header, crs, storedBytes: storedBytes(mosaic) };
  const unmarked = nodataWarnings(first).filter(({ code }) => hasHoles && code === 'nodata_out_of_range');
  const findings = [...farApart(gateRaster(stored, limits), mosaic), ...unmarked];
  if (findings.length > 0) throw refuse(findings);
  const bounds = boundsOf(geotransform, width, height);
  const extent = await wgs84Extent(gdal, crs.wkt2, bounds, { signal, scratch });
  if (!extent) throw refuse([outsideCrs(crs.name, bounds)]);
  const bands = describeBands(header);
  return {
    source: { ...source, expected_sha256: null },
    driver: header.driver,
    ...{ width, height, band_count: bands.length, data_type, pixel_bytes: pixelBytes(header), bands },
    ...{ crs, geotransform, bounds, resolution },
    bbox_wgs84: extent.bbox,
    geometry_wgs84: extent.geometry,
    ...classOf(input.rasters),
    valid_pixels: validPixels(header),
    declared_geotransform: null,
    declared_nodata: null,
    warnings: warningsOf(input.rasters),
  };
}

/** Of classes and measures that are next to each other one file alone may look like the other; averaged classes are the worse mistake. */
function classOf(rasters: Rasters): { raster_class: RasterClass; raster_class_evidence: string[] } {
  const deciding =
    rasters.find(({ raster_class }) => raster_class === 'categorical') ?? (rasters[0] as Rasters[number]);
  const { raster_class, raster_class_evidence, source } = deciding;
  return { raster_class, raster_class_evidence: [...raster_class_evidence, `of ${blobLabel(source)}`] };
}

/** Each once, with the file that it is of; many files have the same. */
function warningsOf(rasters: Rasters): RasterWarning[] {
  const found = rasters.flatMap(({ source, warnings }) =>
    warnings.map((warning) => ({ file: blobLabel(source), warning })),
  );
  const alike = Map.groupBy(found, ({ warning }) => JSON.stringify(warning));
  return [...alike.values()].map((all) => {
    const [{ file, warning }] = all as [(typeof found)[number]];
    const who = all.length === 1 ? file : `${all.length} of ${rasters.length} files, such as ${file}`;
    return { code: warning.code, message: `${who}: ${warning.message}` };
  });
}
