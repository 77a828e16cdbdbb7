import { z } from 'zod';
import { MOST_BLOBS_A_PAGE, type PageRequest } from '../../storage/blob-store.ts';
import { fromToken, toToken } from './token.ts';

const schema = z.tuple([z.string(), z.string().nullable(), z.int().min(1).max(MOST_BLOBS_A_PAGE)]);

/** Which page of a container a blob was on when it was listed. */
export function pageToken({ prefix, marker, size }: PageRequest): string {
  return toToken([prefix, marker ?? null, size]);
}

/** undefined for what is none. */
export function pageOfToken(token: string): PageRequest | undefined {
  const page = fromToken(token, schema);
  if (!page) return undefined;
  const [prefix, marker, size] = page;
  return { prefix, marker: marker ?? undefined, size };
}
