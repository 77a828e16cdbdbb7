import { z } from 'zod';
import * as field from './fields.ts';

/** Bodies and answers of layer metadata: how a web map shows an asset. */

/** Of the JSON that is kept as it comes. */
const MAX_JSON = 65_536;
// biome-ignore lint/suspicious/noControlCharactersInRegex: to refuse it
const NO_NUL = /^[^\u0000]*$/;

const freeJson = z
  .record(z.string(), field.jsonValue)
  .refine((object) => JSON.stringify(object).length <= MAX_JSON, `must have at most ${MAX_JSON} characters as JSON`)
  .default({});

const orNull = (maximum: number) => field.text(maximum).nullable().default(null);
const zoom = z.number().min(0).max(30).nullable().default(null);

const FIELDS = {
  title: field.text(200).meta({ description: 'What the layer is called.', example: 'Flood depth' }),
  description: z.string().min(1).max(4_000).regex(NO_NUL, 'must not have NUL characters').nullable().default(null),
  attribution: orNull(500).meta({ description: 'Whom the map has to name.', example: '© Survey of the Coast' }),
  license: orNull(200).meta({ description: 'An SPDX id, or a URL.', example: 'CC-BY-4.0' }),
  style: freeJson.meta({ description: 'How a map draws it: for the map, not interpreted here.', type: 'object' }),
  legend: z
    .array(
      z.strictObject({
        label: field.text(200),
        color: z
          .string()
          .regex(/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/, 'must be #rrggbb or #rrggbbaa, in lower case')
          .meta({ example: '#1f77b4' }),
      }),
    )
    .max(256)
    .default([]),
  tags: z
    .array(field.text(100))
    .max(50)
    .refine((tags) => new Set(tags).size === tags.length, 'must not name one twice')
    .meta({ uniqueItems: true })
    .default([]),
  min_zoom: zoom.meta({ description: 'Of the map, from which on it is shown; null: from any.' }),
  max_zoom: zoom.meta({ description: 'Up to which it is shown; not below min_zoom.' }),
  extra: freeJson.meta({ description: 'Whatever else the clients agree upon.', type: 'object' }),
};

interface Zooms {
  min_zoom: number | null;
  max_zoom: number | null;
}
const inOrder = ({ min_zoom, max_zoom }: Zooms) => min_zoom === null || max_zoom === null || min_zoom <= max_zoom;
const ORDERED = { path: ['max_zoom'], message: 'must not be below min_zoom' };

const EXAMPLE = {
  title: 'Flood depth',
  license: 'CC-BY-4.0',
  style: { colormap: 'blues', rescale: [0, 5] },
  legend: [{ label: '5 m', color: '#08306b' }],
  tags: ['flood'],
  min_zoom: 4,
  max_zoom: 16,
};
const SOME_ASSET = '0910ea81c879a37008e1a4894f74db27';

export const newLayerBody = z
  .strictObject({ asset_id: field.assetId, ...FIELDS })
  .refine(inOrder, ORDERED)
  .meta({ id: 'NewLayerMetadata', example: { asset_id: SOME_ASSET, ...EXAMPLE } });

export const layerBody = z
  .strictObject(FIELDS)
  .refine(inOrder, ORDERED)
  .meta({ id: 'LayerMetadataReplacement', example: EXAMPLE });

export const layer = z
  .object({
    asset_id: field.assetId,
    platform_id: field.platformId,
    title: z.string().meta({ example: 'Flood depth' }),
    description: z.string().nullable(),
    attribution: z.string().nullable(),
    license: z.string().nullable(),
    style: z.record(z.string(), field.jsonValue),
    legend: z.array(z.object({ label: z.string(), color: z.string().meta({ example: '#1f77b4' }) })),
    tags: z.array(z.string()),
    min_zoom: z.number().nullable(),
    max_zoom: z.number().nullable(),
    extra: z.record(z.string(), field.jsonValue),
    created_at: field.timestamp,
    updated_at: field.timestamp,
  })
  .meta({ id: 'LayerMetadata' });
