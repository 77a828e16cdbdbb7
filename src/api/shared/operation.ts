import type { z } from 'zod';
import type { RouteDefinition } from './route.ts';

/**
 * What the gateway and the domain API say alike of one operation, which the one forwards and the other carries out. Path and
 * handling are each one's own, and so is what can go wrong on the way.
 */
export type Operation<P extends z.ZodObject, R extends z.ZodType, B extends z.ZodType> = Omit<
  RouteDefinition<P, z.ZodObject, B, R>,
  'path' | 'query' | 'handle'
>;

/** Keeps the types of an operation's schemas; one without a body has an undefined one. */
export function defineOperation<P extends z.ZodObject, R extends z.ZodType, B extends z.ZodType = z.ZodUndefined>(
  operation: Operation<P, R, B>,
): Operation<P, R, B> {
  return operation;
}
