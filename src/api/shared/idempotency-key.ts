import { z } from 'zod';
import { ProblemError } from './problem.ts';

/** Characters of a key. */
const LONGEST = 255;
/** RFC 9651: a string item. Its escapes are those of the quote and of the backslash. */
const STRING_ITEM = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
/** What most clients send instead: the key as it is, without spaces, quotes and commas. */
const BARE = /^[\x21\x23-\x2b\x2d-\x7e]+$/;

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
  const text = header.trim();
  const key = STRING_ITEM.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? (BARE.test(text) ? text : '');
  if (key.length >= 1 && key.length <= LONGEST) return key;
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
    .max(LONGEST + 2)
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
