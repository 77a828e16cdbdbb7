import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { BlobPropertiesSchema, ContainerPartSchema } from '../schemas/container.ts';
import { CONTAINER_ERRORS } from '../schemas/errors.ts';

const ListedBlobSchema = BlobPropertiesSchema.pick({
  blob_name: true,
  size: true,
  etag: true,
  content_type: true,
  last_modified: true,
}).extend({
  page: z.string().nullable().describe('For `blob_metadata`, which reads many blobs of a page at once by it.'),
});

export const listContainerContract = defineContract({
  name: 'list_container',
  summary: 'List the blobs of a container that data comes in by, as many as are wanted.',
  input: ContainerPartSchema.extend({
    suffix: z.string().min(1).max(255).nullish().describe('Only blobs whose names end so, such as .tif.'),
    match_case: z.boolean().nullish().describe('Whether .TIF is no .tif; by default it is one.'),
    limit: z.int().min(1).max(100_000).default(5_000).describe('So many blobs at most.'),
    cursor: z.string().max(8192).nullish().describe('`next_cursor` of a listing that asked for the same: go on there.'),
  }),
  output: z.strictObject({
    container_name: z.string(),
    blobs: z.array(ListedBlobSchema).describe('In the order of the storage, by name.'),
    count: z.int().nonnegative().describe('Of `blobs`.'),
    bytes: z.int().nonnegative().describe('The sum of their sizes.'),
    looked_at: z.int().nonnegative().describe('Blobs that the storage named, whether they matched or not.'),
    unusable: z
      .array(z.string())
      .describe('The first hundred that match but have a name that no handler takes; they are not in `blobs`.'),
    unusable_count: z.int().nonnegative(),
    next_cursor: z.string().nullable().describe('Where to go on; null where that was all.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '1h',
  heartbeat: '20s',
  errors: { ...CONTAINER_ERRORS, invalid_cursor: 'The cursor is none, or of a listing that asked for something else.' },
});

export type ListContainerInput = z.output<typeof listContainerContract.input>;
export type ListContainerOutput = z.output<typeof listContainerContract.output>;
export type ListedBlobOutput = z.output<typeof ListedBlobSchema>;
