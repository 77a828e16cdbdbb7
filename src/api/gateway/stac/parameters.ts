import { z } from 'zod';
import { MAX_CURSOR } from '../../shared/cursor.ts';
import { CRS84 } from './read-request.ts';

/** Parameters of the STAC API as they come; what they mean is made of them by `readQuery` and `readBody`. */

/** Of a text that grows with what is asked for: all of them together fit into a URL, and what is longer goes by a body. */
const LONG = 2_500;

/** PostgreSQL cannot hold the character NUL. */
function text(longest: number) {
  return z
    .string()
    .max(longest)
    .regex(/^[^\0]*$/);
}

const MOST = 999_999_999;
const RANGE = `must be a whole number from 1 to ${MOST}`;
const limit = z
  .string()
  .regex(/^[0-9]+$/, RANGE)
  .refine((value) => Number(value) >= 1 && Number(value) <= MOST, RANGE)
  .optional()
  .meta({
    description: 'Items a page; 10 where it is not said, and never more than 1,000.',
    override: { type: 'integer', minimum: 1, maximum: MOST, default: 10 },
  });
const token = z
  .string()
  .min(1)
  .max(MAX_CURSOR)
  .optional()
  .meta({ description: 'Of a link `next`: follow it as it is.' });

export const pageQuery = z.strictObject({ limit, token });

const NUMBER = String.raw`-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?`;
const BBOX = new RegExp(`^${NUMBER}(?:,${NUMBER}){3}(?:(?:,${NUMBER}){2})?$`);

export const searchQuery = pageQuery.extend({
  collections: text(LONG).optional().meta({ description: 'Ids with commas between.', example: 'rasters' }),
  ids: text(LONG).optional().meta({ description: 'Ids with commas between.', example: 'scene-1,scene-2' }),
  bbox: z.string().max(400).regex(BBOX, 'must be 4 numbers with commas between, or 6 with heights').optional().meta({
    description: 'West, south, east, north in degrees; west is greater than east across the antimeridian.',
    example: '3,44,4,45',
  }),
  intersects: text(LONG).optional().meta({ description: 'A GeoJSON geometry; not beside bbox.' }),
  datetime: text(100).optional().meta({
    description: 'RFC 3339: an instant, or two with a slash between, of which one may be `..` for an open end.',
    example: '2026-01-01T00:00:00Z/..',
  }),
  sortby: text(1_000).optional().meta({
    description: 'Fields with commas between, `-` before one for descending. Newest first where it is not said.',
    example: '-properties.datetime',
  }),
  fields: text(1_000).optional().meta({
    description: 'Fields with commas between; `-` before one leaves it out.',
    example: 'id,properties.datetime',
  }),
  filter: text(LONG).optional().meta({ description: 'CQL2.', example: "id = 'scene-1'" }),
  'filter-lang': z.enum(['cql2-text', 'cql2-json']).optional(),
  'filter-crs': z.enum([CRS84]).optional(),
});

const ids = z.array(z.string().max(255)).max(1_000).optional();

export const searchBody = z
  .strictObject({
    limit: z.int().min(1).max(MOST).optional(),
    token,
    collections: ids,
    ids,
    bbox: z.array(z.number()).min(4).max(6).optional(),
    datetime: z.string().max(100).optional(),
    intersects: z.looseObject({ type: z.string() }).optional(),
    sortby: z
      .array(z.strictObject({ field: z.string().min(1).max(200), direction: z.enum(['asc', 'desc']).default('asc') }))
      .max(10)
      .optional(),
    fields: z
      .strictObject({
        include: z.array(z.string().max(200)).max(100).nullish(),
        exclude: z.array(z.string().max(200)).max(100).nullish(),
      })
      .optional(),
    filter: z.union([z.record(z.string(), z.json()), z.string().max(10_000), z.boolean()]).optional(),
    'filter-lang': z.enum(['cql2-text', 'cql2-json']).optional(),
    'filter-crs': z.enum([CRS84]).optional(),
  })
  .meta({ id: 'StacSearch', example: { collections: ['rasters'], bbox: [3, 44, 4, 45], limit: 10 } });
