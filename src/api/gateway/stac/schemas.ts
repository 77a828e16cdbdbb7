import { z } from 'zod';
import { CONFORMS_TO } from './conformance.ts';

/** What the STAC API answers with. STAC's own fields are named here; what extensions add passes as it is. */

const link = z
  .looseObject({ rel: z.string(), href: z.string(), type: z.string().optional(), method: z.string().optional() })
  .meta({
    id: 'StacLink',
    example: { rel: 'root', href: 'https://gis.example.org/stac', type: 'application/json' },
  });
const links = z.array(link);
const version = z.string().meta({ example: '1.1.0' });
const extensions = z.array(z.string()).optional();

export const conformance = z.object({ conformsTo: z.array(z.string()).meta({ example: [...CONFORMS_TO] }) }).meta({
  id: 'StacConformance',
});

export const landingPage = z
  .object({
    type: z.literal('Catalog'),
    stac_version: version,
    id: z.string().meta({ example: 'rhumbline' }),
    title: z.string().meta({ example: 'Rhumbline' }),
    description: z.string(),
    conformsTo: z.array(z.string()),
    links,
  })
  .meta({ id: 'StacLandingPage' });

export const collection = z
  .looseObject({
    type: z.literal('Collection'),
    stac_version: version,
    stac_extensions: extensions,
    id: z.string().meta({ example: 'rasters' }),
    description: z.string().optional().meta({ example: 'Rasters of the collection rasters.' }),
    license: z.string().optional().meta({ example: 'other' }),
    extent: z
      .looseObject({})
      .optional()
      .meta({
        example: {
          spatial: { bbox: [[3, 44, 4, 45]] },
          temporal: { interval: [['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z']] },
        },
      }),
    links,
  })
  .meta({ id: 'StacCollection' });

export const collections = z
  .object({ collections: z.array(collection), links, numberReturned: z.int().min(0) })
  .meta({ id: 'StacCollections' });

const geometry = z
  .looseObject({ type: z.string() })
  .nullable()
  .meta({ example: { type: 'Point', coordinates: [3.5, 44.5] } });
const item = {
  type: z.literal('Feature'),
  stac_version: version,
  stac_extensions: extensions,
  id: z.string().meta({ example: 'scene-1' }),
  collection: z.string().meta({ example: 'rasters' }),
  geometry,
  bbox: z.array(z.number()).optional(),
  properties: z
    .looseObject({ datetime: z.string().nullable().optional() })
    .meta({ example: { datetime: '2026-01-02T03:04:05Z' } }),
  assets: z.record(z.string(), z.unknown()).optional().meta({ example: {} }),
  links,
};

export const stacItem = z.looseObject(item).meta({ id: 'StacItem' });

/** By `fields` an item may come without any of them. */
const feature = z
  .looseObject(item)
  .partial()
  .meta({
    id: 'StacFeature',
    description: 'An item, or the fields of it that were asked for.',
    example: { type: 'Feature', id: 'scene-1', collection: 'rasters' },
  });

export const itemCollection = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(feature),
    links,
    numberReturned: z.int().min(0),
  })
  .meta({ id: 'StacItemCollection' });

export const queryables = z
  .looseObject({
    $schema: z.string().meta({ example: 'http://json-schema.org/draft-07/schema#' }),
    $id: z.string(),
    type: z.literal('object'),
    title: z.string(),
    properties: z.record(z.string(), z.unknown()),
    additionalProperties: z.boolean(),
  })
  .meta({ id: 'StacQueryables' });
