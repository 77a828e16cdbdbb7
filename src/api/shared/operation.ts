import type { z } from 'zod';
import type { RouteDefinition } from './route.ts';

/**
 * What the gateway and the domain API say alike of one operation, which the one forwards and the other carries out. Path and
 * handling are each one's own, and so is what can go wrong on the way.
 */
export type Operation<
  P extends z.ZodObject,
  R extends z.ZodType,
  B extends z.ZodType,
  Q extends z.ZodObject = z.ZodObject,
> = Omit<RouteDefinition<P, Q, B, R>, 'path' | 'handle' | 'stream'>;

/** Keeps the types of an operation's schemas; one without a body has an undefined one. */
export function defineOperation<
  P extends z.ZodObject,
  R extends z.ZodType,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodObject = z.ZodObject,
>(operation: Operation<P, R, B, Q>): Operation<P, R, B, Q> {
  return operation;
}
