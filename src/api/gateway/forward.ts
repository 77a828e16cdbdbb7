import type { z } from 'zod';
import type { Operation } from '../shared/operation.ts';
import { defineRoute, type Route } from '../shared/route.ts';
import { MUTATION_PROBLEMS } from './problems.ts';
import type { GatewayServices } from './services.ts';

export interface ForwardedPaths {
  /** Here, as OpenAPI writes it. */
  from: string;
  /** At the domain API, with the same parameters. */
  to: string;
}

/** An operation that the domain API carries out as it stands: checked here, forwarded, and its answer checked again. */
export function forward<P extends z.ZodObject, R extends z.ZodType, B extends z.ZodType<object | undefined>>(
  { domain }: GatewayServices,
  operation: Operation<P, R, B>,
  { from, to }: ForwardedPaths,
): Route {
  const { schema } = operation.reply;
  return defineRoute({
    ...operation,
    path: from,
    problems: [...operation.problems, ...MUTATION_PROBLEMS],
    handle: async ({ params, body, identity, context }) => {
      const answer = await domain.post(fill(to, params), body ?? {}, { identity, context });
      return { body: schema.parse(answer) as z.input<R> };
    },
  });
}

function fill(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
}
