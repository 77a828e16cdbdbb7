import { z } from 'zod';
import { INPUT_FORMATS, INPUT_TYPES } from '../../plan/plan.ts';
import { json } from './fields.ts';

export const INPUT_SCHEMA = z
  .strictObject({
    type: z.enum(INPUT_TYPES),
    required: z.boolean().optional().describe('Default: true, unless there is a default.'),
    default: json.optional().describe('What the input is when it is not given.'),
    description: z.string().optional().describe('For people.'),
    enum: z.array(json).min(1).optional().describe('The values allowed.'),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    min_length: z.int().min(0).optional().describe('Of a string or an array.'),
    max_length: z.int().min(0).optional().describe('Of a string or an array.'),
    pattern: z
      .string()
      .min(1)
      .optional()
      .describe('A regular expression in the syntax of RE2 that the whole of a string must match.'),
    format: z
      .enum(INPUT_FORMATS)
      .optional()
      .describe('What a string is or names; what it names is looked up before a job is accepted.'),
    container_input: z.string().optional().describe('With `format: blob`: the input that names its container.'),
    collection_input: z.string().optional().describe('With `format: stac_item`: the input that names its collection.'),
    blob_input: z.string().optional().describe("With `format: raster_crs`: the input that names the raster's blob."),
    declared_input: z
      .string()
      .optional()
      .describe(
        'With `format: raster_crs`: the input that, where it is given, says the CRS in the place of the raster.',
      ),
    items: z
      .strictObject({ type: z.enum(INPUT_TYPES) })
      .optional()
      .describe('Of an array: what every item must be.'),
  })
  .describe('What a job is given.');

export interface InputSpec extends Omit<z.output<typeof INPUT_SCHEMA>, 'type'> {
  /** Undefined where it is in a wrong shape. */
  type: z.output<typeof INPUT_SCHEMA>['type'] | undefined;
}
