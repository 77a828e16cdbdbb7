import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { BlobRefSchema } from '../schemas/blob.ts';
import { BlobPropertiesSchema } from '../schemas/container.ts';
import { CONTAINER_ERRORS } from '../schemas/errors.ts';

export const blobMetadataContract = defineContract({
  name: 'blob_metadata',
  summary: 'Read the properties of one blob in a container that data comes in by, and nothing of its content.',
  input: BlobRefSchema.extend({
    page: z
      .string()
      .max(8192)
      .nullish()
      .describe(
        '`page` of the blob in the output of `list_container`: blobs of one page are then read by one request.',
      ),
  }),
  output: BlobPropertiesSchema,
  cost: 'light',
  retry: 'idempotent',
  timeout: '2m',
  errors: {
    ...CONTAINER_ERRORS,
    source_not_found: 'There is no such blob, or none any more.',
    invalid_page: 'The page is none that list_container gives.',
  },
});
