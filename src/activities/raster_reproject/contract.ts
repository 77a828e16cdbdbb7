import { z } from 'zod';
import { RASTER_CLASSES } from '../../geo/raster.ts';
import { RESAMPLINGS } from '../../geo/warp-options.ts';
import { defineContract } from '../contract.ts';
import { rasterCogContract } from '../raster_cog/contract.ts';
import { BoundsSchema, DeclaredCrsSchema } from '../schemas/raster.ts';

const { source, destination, output_tier, input_crs, nodata } = rasterCogContract.input.shape;

export const rasterReprojectContract = defineContract({
  name: 'raster_reproject',
  summary: 'Warp a raster into another coordinate reference system, make a COG of it, prove it sound, and publish it.',
  input: z.strictObject({
    source,
    destination,
    target_crs: DeclaredCrsSchema.describe('Such as EPSG:3857.'),
    raster_class: z
      .enum(['auto', ...RASTER_CLASSES])
      .nullish()
      .describe('Decides how values are resampled.'),
    resampling: z
      .enum(RESAMPLINGS)
      .nullish()
      .describe(
        'Absent: near for classes, cubic for pictures, else bilinear; mode or average where pixels become more than twice as large.',
      ),
    resolution: z
      .tuple([z.number().positive(), z.number().positive()])
      .nullish()
      .describe(
        "Width and height of a pixel in the target's units. Absent: GDAL's suggestion, which keeps the detail.",
      ),
    error_threshold: z
      .number()
      .min(0)
      .max(1)
      .nullish()
      .describe(
        'By how much of a pixel positions may be approximated. Absent: 0.125, as GDAL has it; 0 computes each.',
      ),
    output_tier,
    input_crs,
    nodata,
  }),
  output: z.strictObject({
    ...rasterCogContract.output.shape,
    target_crs: z.string(),
    resampling: z.enum(RESAMPLINGS),
    width: z.int().positive(),
    height: z.int().positive(),
    resolution: z.tuple([z.number(), z.number()]),
    bounds: BoundsSchema.describe('In the target CRS.'),
  }),
  cost: 'heavy',
  retry: 'idempotent',
  timeout: '4h',
  heartbeat: '20s',
  errors: {
    ...rasterCogContract.errors,
    crosses_antimeridian: 'The raster crosses the antimeridian, which the edge of the target CRS is.',
    reprojection_failed: 'GDAL could not warp the raster.',
    reprojection_unsound: 'The warped raster is not what it must be; it was not published.',
  },
});

export type RasterReprojectInput = z.output<typeof rasterReprojectContract.input>;
export type RasterReprojectOutput = z.output<typeof rasterReprojectContract.output>;
