import { z } from 'zod';
import type { Scope } from '../../assets/api-keys/api-key.ts';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import type { RowVersions } from '../../assets/row-version.ts';
import { parseIfMatch } from './etag.ts';
import { parseIdempotencyKey } from './idempotency-key.ts';
import { type Place, parseOrRefuse } from './parse.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { RequestContext } from './request-context.ts';
import { clientForm, seesAll } from './visibility.ts';

/** One operation: the schemas that validate it are those that document it. */
export interface RouteDefinition<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/api/status/job/{job_id}`. */
  path: string;
  operation_id: string;
  tag: string;
  summary: string;
  description?: string;
  /** The caller needs it; null is open to everybody. */
  scope: Scope | null;
  /** Open to everybody, who see more of it when they show who they are. */
  by_identity?: true;
  params?: P;
  query?: Q;
  body?: B;
  /** If-Match is heeded, and the answer has the ETag of what it tells of. */
  if_match?: true;
  /** Idempotency-Key is heeded: the same request under the same key is carried out once. */
  idempotency_key?: true;
  /** The answer has a secret in it, which nobody on the way may keep. */
  no_store?: true;
  /** Of a media type that is no kind of JSON, the answer is a text. */
  reply: { status: 200 | 201 | 202; description: string; schema: R; headers?: z.ZodObject; media_type?: string };
  /** What a request comes to that does not fit the schemas; absent: `invalid_request`. */
  misfit?: ProblemCode;
  /** What can go wrong besides what can with every request. */
  problems: readonly ProblemCode[];
  handle(call: Call<P, Q, B>): Promise<Reply<z.input<R>>>;
  /**
   * The same as server-sent events, for those who accept them: each chunk is text or bytes of the stream. null: there are
   * none to come, and the client need not ask again. The signal is aborted when the client has gone.
   */
  stream?(call: Call<P, Q, B>, follow: Follow): Promise<AsyncIterable<string | Uint8Array> | null>;
}

export const EVENT_STREAM = 'text/event-stream';

export interface Follow {
  /** Of a client that comes back after its connection was lost. */
  last_event_id: string | undefined;
  signal: AbortSignal;
}

export interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** The row versions that the caller will have changed; null where any is right. */
  if_match: RowVersions | null;
  /** What makes a repetition of the request the same request; null where nothing does. */
  idempotency_key: string | null;
  identity: Identity;
  context: RequestContext;
  /** What the caller knows this service by, such as `https://example.org`. */
  origin: string;
}

export interface Reply<T> {
  body: T;
  headers?: Record<string, string>;
  /** Of a page of a list with more behind it: told in the header Link as well. */
  next_cursor?: string | null;
}

export interface RawCall {
  params: unknown;
  query: unknown;
  body: unknown;
  /** The headers. */
  if_match?: string | undefined;
  idempotency_key?: string | undefined;
  identity: Identity;
  context: RequestContext;
  origin: string;
}

/** An operation with its types inside: what the router and the documentation need of it. */
export interface Route
  extends Omit<RouteDefinition<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>, 'handle' | 'stream'> {
  run(call: RawCall): Promise<Reply<unknown>>;
  follow?(call: RawCall, follow: Follow): Promise<AsyncIterable<string | Uint8Array> | null>;
}

/** Of a read without parameters: one that is sent all the same is a misunderstanding. */
const NO_QUERY = z.strictObject({});

/** Of an operation that takes none: what is sent all the same would be passed over, also by Idempotency-Key. */
const NO_BODY = z.strictObject({}).optional();

/**
 * Binds the types of an operation together. The answer goes through its schema as well, so that a field that is not
 * documented, or not for this caller, does not leave the house.
 */
export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(
  definition: RouteDefinition<P, Q, B, R>,
): Route {
  const { handle, stream, ...documented } = definition;
  const { schema } = definition.reply;
  const { misfit } = definition;
  const forClients = clientForm(schema);
  const noQuery = definition.method === 'get' ? NO_QUERY : undefined;
  const noBody = (sent: unknown): z.output<B> => {
    if (takesBody(definition)) parseOrRefuse(NO_BODY, sent, 'body');
    return undefined as z.output<B>;
  };
  const callOf = (raw: RawCall): Call<P, Q, B> => ({
    params: parsed(definition.params, raw.params, 'parameters', misfit),
    query: parsed(definition.query ?? (noQuery as Q | undefined), raw.query, 'parameters', misfit),
    body: definition.body === undefined ? noBody(raw.body) : parsed(definition.body, raw.body, 'body', misfit),
    if_match: definition.if_match ? parseIfMatch(raw.if_match) : null,
    idempotency_key: definition.idempotency_key ? parseIdempotencyKey(raw.idempotency_key) : null,
    identity: raw.identity,
    context: raw.context,
    origin: raw.origin,
  });
  return {
    ...documented,
    run: async (raw) => {
      const reply = await handle(callOf(raw));
      return { ...reply, body: (seesAll(raw.identity) ? schema : forClients).parse(reply.body) };
    },
    ...(stream === undefined ? {} : { follow: async (raw, follow) => stream(callOf(raw), follow) }),
  };
}

/** Of those that change something every body is read, so that nothing is sent in vain. */
export function takesBody({ method }: Pick<Route, 'method'>): boolean {
  return method !== 'get';
}

/** A part without a schema is not looked at, and its type in the call is unknown. */
function parsed<S extends z.ZodType>(
  schema: S | undefined,
  value: unknown,
  place: Place,
  misfit: ProblemCode | undefined,
): z.output<S> {
  return schema === undefined ? (undefined as z.output<S>) : parseOrRefuse(schema, value, place, misfit);
}
