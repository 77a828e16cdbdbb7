import { z } from 'zod';
import { ProblemError } from './problem.ts';

/** Characters of a key. */
const LONGEST = 255;
/**
 * RFC 9651: a string item, whose escapes are those of the quote and of the backslash. Or what most clients send instead:
 * the key as it is, without spaces, quotes and commas.
 */
const FORM = new RegExp(String.raw`^(?:"((?:[ !#-\[\]-~]|\\["\\]){1,${LONGEST}})"|([!#-+\--~]{1,${LONGEST}}))$`);

export const IDEMPOTENCY_KEY = 'Idempotency-Key';
/** Of an answer that was given before. The draft names no header for it; this one is what clients know. */
export const REPLAYED = { 'Idempotent-Replayed': 'true' };

/**
 * The key that an Idempotency-Key header has; null where there is none.
 * Source: draft-ietf-httpapi-idempotency-key-header-07.
 *
 * @throws ProblemError `malformed_idempotency_key`
 */
export function parseIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  const [, quoted, bare] = FORM.exec(header.trim()) ?? [];
  const key = quoted?.replace(/\\(.)/g, '$1') ?? bare;
  if (key !== undefined) return key;
  const message = `${IDEMPOTENCY_KEY} must be one key of 1 to ${LONGEST} ASCII characters, such as a UUID, in double quotes or bare.`;
  throw new ProblemError('malformed_idempotency_key', message, {
    faults: [{ header: IDEMPOTENCY_KEY, code: 'invalid_value', message }],
  });
}

/** The header that says the same. */
export function formatIdempotencyKey(key: string): string {
  return `"${key.replace(/["\\]/g, '\\$&')}"`;
}

/** For the documentation: it is parsed by `parseIdempotencyKey`. */
export const idempotencyKeyHeader = z.object({
  [IDEMPOTENCY_KEY]: z
    .string()
    .regex(FORM)
    .optional()
    .meta({
      description:
        'A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same ' +
        'request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`).',
      example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    }),
});

export const replayedHeader = z.object({
  'Idempotent-Replayed': z.literal('true').optional().meta({
    description: 'The request was carried out before, under the same Idempotency-Key: this is the answer of that time.',
  }),
});
