import type { z } from 'zod';

/** A value as one word that travels through specs and clients and means something only here. */
export function toToken(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** undefined for what is not such a word. */
export function fromToken<S extends z.ZodType>(token: string, schema: S): z.output<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
