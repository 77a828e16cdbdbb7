import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { findAnswer } from '../../assets/idempotency/find-answer.ts';
import { CarriedOutBefore, type Once } from '../../assets/idempotency/once.ts';
import { canonicalJson } from '../../plan/json.ts';
import { REPLAYED } from '../shared/idempotency-key.ts';
import { type Call, defineRoute, type Reply, type Route, type RouteDefinition } from '../shared/route.ts';
import type { DomainServices } from './services.ts';

export interface OnceDefinition<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
  T,
> extends Omit<RouteDefinition<P, Q, B, R>, 'handle' | 'stream'> {
  /** Does it. The result is JSON, and is what the asset service keeps under the key in the transaction of what it did. */
  perform(call: Call<P, Q, B>, once: Once | null): Promise<T>;
  /** What is answered with such a result, now as well as later. */
  answer(result: T, call: Call<P, Q, B>): Reply<z.input<R>>;
}

/** An operation that is carried out once under an Idempotency-Key, and answered alike as often as it is asked for. */
export function defineOnceRoute<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
  T,
>(services: DomainServices, { perform, answer, ...definition }: OnceDefinition<P, Q, B, R, T>): Route {
  const again = (kept: unknown, call: Call<P, Q, B>): Reply<z.input<R>> => {
    const { body, headers } = answer(kept as T, call);
    return { body, headers: { ...headers, ...REPLAYED } };
  };
  return defineRoute<P, Q, B, R>({
    ...definition,
    idempotency_key: true,
    handle: async (call) => {
      const once = onceOf(services, definition, call);
      // Before anything else is looked at: the first time may have changed what would be refused now.
      const earlier = once === null ? undefined : await findAnswer(services.pool, once);
      if (earlier) return again(earlier.answer, call);
      try {
        return answer(await perform(call, once), call);
      } catch (error) {
        if (error instanceof CarriedOutBefore) return again(error.answer, call);
        throw error;
      }
    },
  });
}

type Asked = Call<z.ZodObject, z.ZodObject, z.ZodType>;

/** If-Match is no part of the request: what was carried out has changed what it was about. */
function onceOf(
  { idempotency }: DomainServices,
  { operation_id, no_store }: { operation_id: string; no_store?: true },
  {
    idempotency_key,
    identity,
    params,
    query,
    body,
  }: Pick<Asked, 'idempotency_key' | 'identity' | 'params' | 'query' | 'body'>,
): Once | null {
  if (idempotency_key === null) return null;
  const asked = { platform_id: identity.platform_id, params, query, body };
  const about = { actor: identity.actor, operation: operation_id, key: idempotency_key };
  return {
    ...about,
    request_hash: createHash('sha256')
      .update(canonicalJson(JSON.parse(JSON.stringify(asked))))
      .digest('hex'),
    lifetime_ms: idempotency.lifetime_ms,
    ...(no_store ? idempotency.sealFor(JSON.stringify(about)) : PLAIN),
  };
}

const PLAIN: Pick<Once, 'write' | 'read'> = { write: JSON.stringify, read: JSON.parse };
