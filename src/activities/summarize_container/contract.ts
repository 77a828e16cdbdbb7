import { z } from 'zod';
import { BLOBS_A_PAGE, MOST_BLOBS_A_PAGE } from '../../storage/blob-store.ts';
import { defineContract } from '../contract.ts';
import { ContainerPartSchema } from '../schemas/container.ts';
import { CONTAINER_ERRORS } from '../schemas/errors.ts';

const count = z.int().nonnegative();
const AmountSchema = z.strictObject({ count, bytes: count });

export const RankedBlobSchema = z.strictObject({ blob_name: z.string(), size: count, last_modified: z.string() });

export const summarizeContainerContract = defineContract({
  name: 'summarize_container',
  summary: 'Count the blobs of a container that data comes in by, however many, and say what they are.',
  input: ContainerPartSchema.extend({
    page_size: z
      .int()
      .min(1)
      .max(MOST_BLOBS_A_PAGE)
      .default(BLOBS_A_PAGE)
      .describe('Blobs to ask the storage for at once. What an attempt has done is saved page by page.'),
    top: z.int().min(1).max(100).default(10).describe('So many of the largest and of the newest blobs.'),
  }),
  output: z.strictObject({
    container_name: z.string(),
    prefix: z.string(),
    count,
    bytes: count.describe('The sum of their sizes.'),
    folders: count.describe('Of an account with real folders; they are no blobs and counted nowhere else.'),
    by_extension: z
      .array(
        AmountSchema.extend({
          extension: z
            .string()
            .describe('In lower case, without its dot; empty for none, as of a name that begins with its only dot.'),
        }),
      )
      .describe('The hundred with the most bytes, largest first.'),
    other_extensions: AmountSchema.describe('All others together.'),
    by_size: z
      .array(
        AmountSchema.extend({
          size_class: z.string(),
          from: count.describe('Bytes, included.'),
          below: count.nullable().describe('Bytes, not included; null for no bound.'),
        }),
      )
      .describe('Every class, smallest first.'),
    largest: z.array(RankedBlobSchema).describe('Largest first.'),
    newest: z.array(RankedBlobSchema).describe('Newest first, by the time of their last change.'),
    resumed_from: count.describe('Blobs that earlier attempts had counted, of which none was listed again.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '6h',
  heartbeat: '15s',
  errors: CONTAINER_ERRORS,
});

export type SummarizeContainerInput = z.output<typeof summarizeContainerContract.input>;
export type SummarizeContainerOutput = z.output<typeof summarizeContainerContract.output>;
export type RankedBlob = z.output<typeof RankedBlobSchema>;
