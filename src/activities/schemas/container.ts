import { z } from 'zod';
import { BlobRefSchema } from './blob.ts';

/** What every handler that looks through a container is told of it. */
export const ContainerPartSchema = z.strictObject({
  container_name: BlobRefSchema.shape.container_name.describe('One of those that data comes in by.'),
  prefix: z.string().max(1024).nullish().describe('Only blobs whose names begin so.'),
});

/** Of a blob whose properties are known, but not its content. */
export const BlobPropertiesSchema = BlobRefSchema.extend({
  size: z.int().nonnegative().describe('Bytes.'),
  etag: z.string(),
  content_type: z.string().nullable(),
  last_modified: z.string().describe('RFC 3339, UTC.'),
  md5: z
    .string()
    .nullable()
    .describe('Of the content, hex; null where nobody has told it, as of most that came in several pieces.'),
  metadata: z.record(z.string(), z.string()).describe('By names in lower case.'),
});
