import { z } from 'zod';

/** The two names of a blob. What Azure and GDAL forbid in them is refused by `checkBlobRef`, with a sentence each. */
export const BlobRefSchema = z.strictObject({
  container_name: z.string().min(1).max(63).describe('Container in the storage account.'),
  blob_name: z.string().min(1).max(1024).describe('Name of the blob in its container, `/` between its parts.'),
});

export const Sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');

/** As a client says it: in either case. */
export const GivenSha256Schema = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hex digits')
  .toLowerCase();

/** A blob as it was when it was looked at: the ETag pins its content for every later reader. */
export const SourceBlobSchema = BlobRefSchema.extend({
  etag: z.string().min(1),
  size: z.int().nonnegative().describe('Bytes.'),
  expected_sha256: Sha256Schema.nullish().describe('What the client says the content hashes to; checked on reading.'),
});

/** A blob that an earlier node saw or made: its ETag says which content is meant. What else is told of it is of no matter here. */
export const PinnedBlobSchema = z
  .object({ ...BlobRefSchema.shape, etag: z.string().min(1), size: z.int().nonnegative() })
  .describe('`nodes.<validate>.output.source`, or `nodes.<cog>.output.cog`.');
