import { z } from 'zod';
import { STAC_ID } from '../../plan/stac-item-ref.ts';
import { defineContract } from '../contract.ts';
import { CogSchema } from '../schemas/cog.ts';
import { BoundsSchema, PlaceSchema, RasterSchema } from '../schemas/raster.ts';
import { StacAssetSchema } from '../schemas/stac-asset.ts';

/** Ids end up in URLs and file names: letters, digits, dot, dash and underscore. */
export const StacIdSchema = z
  .string()
  .max(STAC_ID.longest)
  .regex(STAC_ID.pattern, 'may have letters, digits, dot, dash and underscore, and starts with a letter or digit');

const StacItemRefSchema = z.strictObject({ collection_id: StacIdSchema, item_id: StacIdSchema });
export type StacItemRef = z.output<typeof StacItemRefSchema>;

const AssetNameSchema = z
  .string()
  .regex(/^(?!data$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'are names such as thumbnail, and not data');

const InstantSchema = z.iso.datetime({ offset: true });

export const stacRegisterItemContract = defineContract({
  name: 'stac_register_item',
  summary:
    'Write a STAC 1.1 item for a published COG into the catalogue; the same asset may replace it later; of jobs without an asset any may.',
  input: z.strictObject({
    collection_id: StacIdSchema,
    create_collection: z.boolean().nullish().describe('Make the collection where there is none; absent means no.'),
    collection: z
      .strictObject({ title: z.string().nullish(), description: z.string().nullish(), license: z.string().nullish() })
      .nullish()
      .describe('Used when the collection is made.'),
    item_id: StacIdSchema.describe(
      "An item of this id that is of an approved version of the asset stays until the job's version is approved.",
    ),
    title: z.string().max(500).nullish(),
    description: z.string().nullish(),
    keywords: z.array(z.string()).nullish(),
    datetime: InstantSchema.nullish().describe(
      'When the data is from, RFC 3339, kept to the millisecond: what is finer is cut off, here and of start and end. Absent: null with start and end, else the time of first registration.',
    ),
    start_datetime: InstantSchema.nullish(),
    end_datetime: InstantSchema.nullish(),
    raster: RasterSchema.describe('`nodes.<validate>.output`.'),
    footprint: PlaceSchema.nullish().describe(
      "`nodes.<footprint>.output.footprint`: the item's geometry and bbox. Absent: the extent of the raster.",
    ),
    cog: CogSchema.describe('`nodes.<cog>.output.cog`, or `nodes.<mosaic>.output.mosaic`.'),
    assets: z
      .record(AssetNameSchema, StacAssetSchema)
      .nullish()
      .describe('More StacAssets, by name: `nodes.<preview>.output.assets`. `data` is the COG.'),
    more_assets: z
      .record(AssetNameSchema, StacAssetSchema)
      .nullish()
      .describe('Likewise: `nodes.<mosaic>.output.assets`. Of a name that both have, that of `assets` counts.'),
    derived_from: z
      .array(StacItemRefSchema)
      .max(1_000)
      .nullish()
      .describe('StacItems of this catalogue that the raster was made of: each becomes a link `derived_from`.'),
    properties: z
      .record(z.string(), z.json())
      .nullish()
      .describe('More STAC properties, without those that are null; may not override the computed ones.'),
  }),
  output: z.strictObject({
    collection_id: z.string(),
    item_id: z.string(),
    stac_version: z.string(),
    bbox: BoundsSchema,
    datetime: z.string().nullable(),
    asset_href: z.string().describe('Stable URL of the COG, without any credential.'),
    collection_created: z.boolean(),
    replaced: z.boolean().describe('True when the item was registered before.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '2m',
  heartbeat: '20s',
  errors: {
    collection_not_found: 'There is no such collection and create_collection is not set.',
    invalid_datetime: 'Of start_datetime and end_datetime only one was given, or the end is before the start.',
    reserved_property: 'A property given is one that the handler computes.',
    item_belongs_to_another_asset:
      'An item of this id is there that is of another asset, or of a job without one where this job has one, or that was not made here.',
    item_superseded: 'The item is there from a later version or revision of the same asset.',
    invalid_item: 'The catalogue refused the item.',
  },
});

export type StacRegisterItemInput = z.output<typeof stacRegisterItemContract.input>;
export type StacRegisterItemOutput = z.output<typeof stacRegisterItemContract.output>;
