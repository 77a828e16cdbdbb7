import { classifyRaster } from '../../geo/classify.ts';
import { validPixels } from '../../geo/nodata-warnings.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import type { ValueClue } from '../../geo/value-clue.ts';
import type { BlobProperties, BlobRef } from '../../storage/blob-store.ts';
import { describeBands } from '../raster/describe-bands.ts';
import type { RasterValidateInput, RasterValidateOutput } from './contract.ts';
import type { InspectedHeader } from './inspect-header.ts';

interface Found extends InspectedHeader {
  ref: BlobRef;
  blob: BlobProperties;
  warnings: RasterWarning[];
  decoded: 'full' | 'sample' | 'none';
  clue: ValueClue | undefined;
}

/** The handler's output, of everything that was found. */
export function describeRaster(found: Found, input: RasterValidateInput): RasterValidateOutput {
  const { header, ref, blob } = found;
  const bands = describeBands(header);
  const { raster_class, evidence, warnings } = classifyRaster(header, input.raster_type ?? 'auto', found.clue);
  return {
    source: { ...ref, etag: blob.etag, size: blob.size, expected_sha256: input.expected_sha256 ?? null },
    driver: header.driver,
    width: header.width,
    height: header.height,
    band_count: bands.length,
    data_type: bands[0].type,
    pixel_bytes: pixelBytes(header),
    bands,
    crs: { ...header.crs, code: found.code, declared: Boolean(input.input_crs) },
    geotransform: header.geotransform,
    bounds: found.bounds,
    resolution: [Math.abs(header.geotransform[1]), Math.abs(header.geotransform[5])],
    bbox_wgs84: found.extent.bbox,
    geometry_wgs84: found.extent.geometry,
    raster_class,
    raster_class_evidence: evidence,
    valid_pixels: validPixels(header),
    decoded: found.decoded,
    declared_geotransform: found.declared_geotransform,
    declared_nodata: found.declared_nodata,
    warnings: [...found.warnings, ...warnings],
  };
}
