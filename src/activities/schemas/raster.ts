import { z } from 'zod';
import { type LongInteger, PIXEL_TYPES, RASTER_CLASSES } from '../../geo/raster.ts';
import { SourceBlobSchema } from './blob.ts';

/** JSON has no NaN: STAC's words for it are used everywhere. */
export const NodataSchema = z.union([
  z.number(),
  z.enum(['nan', 'inf', '-inf']),
  // Digits in quotes, of pixels of 64 bits: no JSON number beyond 2^53 is exact.
  z.string().regex(/^-?[0-9]{16,20}$/) as unknown as z.ZodType<LongInteger, LongInteger>,
]);

export const RasterTypeSchema = z.enum(['auto', 'rgb', 'rgba', 'dem', 'categorical', 'multispectral', 'continuous']);

/** A CRS declared by whoever sends the raster. Codes alone: a definition would be a way to smuggle in grids and files. */
export const DeclaredCrsSchema = z
  .string()
  .regex(/^(EPSG|epsg):[1-9][0-9]{3,5}$/, 'must be an EPSG code such as EPSG:32631')
  .toUpperCase();

export const RasterBandSchema = z.strictObject({
  index: z.int().positive().describe('Counted from 1.'),
  type: z.enum(PIXEL_TYPES).describe("GDAL's name of the pixel type."),
  bits: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('Used of each pixel, where they are fewer than its type has.'),
  nodata: NodataSchema.nullable(),
  colour_interpretation: z.string(),
  description: z.string().nullable(),
  scale: z.number().nullable(),
  offset: z.number().nullable(),
  unit: z.string().nullable(),
  block: z.tuple([z.int(), z.int()]).describe('Width and height in pixels of the unit that a read decodes.'),
});

export const CrsSchema = z.strictObject({
  name: z.string(),
  epsg: z.int().nullable(),
  code: z
    .string()
    .nullable()
    .default(null)
    .describe('Such as EPSG:9518 or ESRI:54009: its own, or that of the registered one with the same parameters.'),
  wkt2: z.string(),
  projjson: z.record(z.string(), z.json()).nullable(),
  declared: z.boolean().describe('True when the caller gave it by input_crs.'),
});

const PositionSchema = z.tuple([z.number(), z.number()]);
const RingSchema = z.array(PositionSchema).min(4);

/** GeoJSON, RFC 7946: split at the antimeridian where the raster crosses it. */
export const FootprintSchema = z.union([
  z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(RingSchema).min(1) }),
  z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(RingSchema).min(1)).min(1) }),
]);

export const GeotransformSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);

export const BoundsSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Where something lies on the globe. */
export const PlaceSchema = z.strictObject({ geometry: FootprintSchema, bbox: BoundsSchema });

export const WarningSchema = z.strictObject({ code: z.string(), message: z.string() });

/** What raster_validate finds out about a raster, and what later nodes take as `raster`. */
export const RasterSchema = z.strictObject({
  source: SourceBlobSchema,
  driver: z.string(),
  width: z.int().positive().describe('Pixels.'),
  height: z.int().positive().describe('Pixels.'),
  band_count: z.int().positive(),
  data_type: z.enum(PIXEL_TYPES).describe('Of the first band; a GeoTIFF has one type for all.'),
  pixel_bytes: z.int().positive().describe('Width × height × bands × bytes a pixel.'),
  bands: z.array(RasterBandSchema).min(1),
  crs: CrsSchema,
  geotransform: GeotransformSchema,
  bounds: BoundsSchema.describe('In the CRS: minimum x, minimum y, maximum x, maximum y.'),
  resolution: PositionSchema.describe('Pixel width and height in units of the CRS, both positive.'),
  bbox_wgs84: BoundsSchema.describe('West, south, east, north in degrees; west > east across the antimeridian.'),
  geometry_wgs84: FootprintSchema,
  raster_class: z.enum(RASTER_CLASSES),
  raster_class_evidence: z.array(z.string()).describe('Why this class, for a person.'),
  valid_pixels: z
    .enum(['all', 'nodata', 'mask', 'alpha', 'several'])
    .optional()
    .describe(
      'How the raster says which pixels hold data: all do, by a nodata value, a mask, an alpha band, or several of them.',
    ),
  decoded: z
    .enum(['full', 'sample', 'none'])
    .optional()
    .describe(
      'How much of the pixels was decoded: all, some of them all over, or none where one block is all there is.',
    ),
  declared_geotransform: GeotransformSchema.nullish().describe(
    'The geotransform that the caller gave it by input_bounds or a world file; null for the own one.',
  ),
  declared_nodata: NodataSchema.nullish().describe(
    'The nodata value that the caller gave it, which the bands tell; null for their own.',
  ),
  warnings: z.array(WarningSchema),
});
