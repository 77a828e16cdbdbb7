import type { z } from 'zod';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import { REPLAYED } from '../shared/idempotency-key.ts';
import type { Operation } from '../shared/operation.ts';
import { defineRoute, type Route } from '../shared/route.ts';
import { pathOf } from './path-of.ts';
import { MUTATION_PROBLEMS } from './problems.ts';
import type { GatewayServices } from './services.ts';

export interface ForwardedPaths {
  /** Here, as OpenAPI writes it. */
  from: string;
  /** At the domain API, with the same parameters. */
  to: string;
}

/** What is not the caller's to do, beyond the scope: told here, as the domain's own 403 would be a failure of ours. */
type Admit<B extends z.ZodType> = (identity: Identity, body: z.output<B>) => void;

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;
const WITH_BODY: readonly string[] = ['post', 'put', 'patch'];

/** An operation that the domain API carries out as it stands: checked here, forwarded, and its answer checked again. */
export function forward<
  P extends z.ZodObject,
  R extends z.ZodType,
  B extends z.ZodType<object | undefined>,
  Q extends z.ZodObject,
>(
  { domain }: GatewayServices,
  operation: Operation<P, R, B, Q>,
  { from, to }: ForwardedPaths,
  admit: Admit<B> = () => {},
): Route {
  const { schema } = operation.reply;
  const method = METHODS[operation.method];
  return defineRoute({
    ...operation,
    path: from,
    problems: [...operation.problems, ...MUTATION_PROBLEMS],
    handle: async ({ params, query, body, if_match, idempotency_key, identity, context }) => {
      admit(identity, body);
      const sent = WITH_BODY.includes(operation.method) ? { body: body ?? {} } : {};
      const path = `${pathOf(to, params)}${queryOf(query)}`;
      const request = { method, path, ...sent, if_match, idempotency_key };
      const answer = await domain.send(request, { identity, context }, schema);
      const headers = {
        ...(operation.if_match && answer.etag !== null ? { ETag: answer.etag } : {}),
        ...(answer.replayed ? REPLAYED : {}),
      };
      return { body: answer.body as z.input<R>, headers };
    },
  });
}

/** An operation without a query has an undefined one. */
function queryOf(query: Readonly<Record<string, unknown>> | undefined): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) text.set(name, String(value));
  }
  return text.size === 0 ? '' : `?${text}`;
}
