import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RowVersions } from '../../assets/row-version.ts';
import { ProblemError } from './problem.ts';

/** What optimistic locking goes by: the entity tag of an asset, a version, a platform or layer metadata is the version of its row. */
export function etagOf(rowVersion: number): string {
  return `"${rowVersion}"`;
}

/** The same of an answer that tells of other rows as well: it changes with them too, and locks by the row alone. */
export function etagOfAnswer(rowVersion: number, answer: object): string {
  const hash = createHash('sha256').update(JSON.stringify(answer)).digest('hex');
  return `"${rowVersion}.${hash.slice(0, 16)}"`;
}

/** RFC 9110: `*`, or entity tags with commas between. */
const ENTITY_TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const IF_MATCH = new RegExp(String.raw`^[ \t]*(?:\*|${ENTITY_TAG}(?:[ \t]*,[ \t]*${ENTITY_TAG})*)[ \t]*$`);
const STRONG_TAG = /(?<!W\/)"(\d{1,10})(?:\.[0-9a-f]{16})?"/g;
const LONGEST = 1_000;

/**
 * The row versions that an If-Match header takes; null where any is right. Weak tags, and those that are none of ours,
 * match nothing.
 *
 * @throws ProblemError `malformed_if_match`
 */
export function parseIfMatch(header: string | undefined): RowVersions | null {
  if (header === undefined) return null;
  if (header.length > LONGEST || !IF_MATCH.test(header)) {
    throw new ProblemError(
      'malformed_if_match',
      'If-Match must be the ETag of an earlier answer as it stands, in double quotes, several with commas between, or *.',
    );
  }
  if (header.trim() === '*') return null;
  return [...header.matchAll(STRONG_TAG)].map(([, digits]) => Number(digits));
}

/** Weak, so that it never matches. */
const NOTHING = 'W/"0"';

/** Whether an If-None-Match header names the entity tag; a weak one counts as the strong one of the same text. */
export function isAmong(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined || ifNoneMatch.length > LONGEST) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const strong = (tag: string) => tag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => strong(tag.trim()) === strong(etag));
}

/** The header that says the same; undefined where there is nothing to say. */
export function formatIfMatch(versions: RowVersions | null): string | undefined {
  if (versions === null) return undefined;
  return versions.length === 0 ? NOTHING : versions.map(etagOf).join(', ');
}

/** For the documentation: it is parsed by `parseIfMatch`. */
export const ifMatchHeader = z.object({
  'If-Match': z.string().regex(IF_MATCH).max(LONGEST).optional().meta({
    description:
      'The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`).',
    example: '"3"',
  }),
});

export const etagHeader = z.object({
  ETag: z.string().meta({ description: 'Of its state now, for the If-Match of the next change.', example: '"4"' }),
});
