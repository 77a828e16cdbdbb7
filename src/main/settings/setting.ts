import type { z } from 'zod';

/** One setting, as the environment has it. `fallback` is the text that stands in when it is not set. */
export interface Setting<S extends z.ZodType<unknown, string> = z.ZodType<unknown, string>> {
  readonly env: string;
  readonly meaning: string;
  readonly example: string;
  readonly schema: S;
  /** A secret's value is never shown, not even when it is wrong. */
  readonly secret?: true;
  readonly fallback?: string;
}

/** Keeps the literal type, so that a setting with a fallback is known never to be undefined. */
export function setting<S extends z.ZodType<unknown, string>, const D extends Setting<S>>(
  definition: D & { schema: S },
): D {
  return definition;
}
