import { context, propagation, SpanKind } from '@opentelemetry/api';
import { z } from 'zod';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import type { RowVersions } from '../../assets/row-version.ts';
import { inSpan } from '../../tracing/in-span.ts';
import type { Breaker } from '../shared/circuit-breaker.ts';
import { formatIfMatch } from '../shared/etag.ts';
import { formatIdempotencyKey, IDEMPOTENCY_KEY } from '../shared/idempotency-key.ts';
import { ProblemError, type RequestFault } from '../shared/problem.ts';
import { isProblemCode, PROBLEMS, type ProblemCode } from '../shared/problem-codes.ts';
import type { RequestContext } from '../shared/request-context.ts';
import { EVENT_STREAM } from '../shared/route.ts';
import { signServiceToken } from '../shared/service-token.ts';
import { DomainAnswer } from './domain-away.ts';
import { createDomainHttp, type Following, type Incoming, isSuccess, type Outgoing, readToEnd } from './domain-http.ts';

/** Who asks, in which request. */
export interface Caller {
  identity: Identity;
  context: RequestContext;
}

export interface ForwardedRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  path: string;
  /** Absent: none is sent. */
  body?: object;
  if_match?: RowVersions | null;
  idempotency_key?: string | null;
}

export interface ForwardedAnswer<R extends z.ZodType = z.ZodType> {
  body: z.output<R>;
  etag: string | null;
  /** It is the answer of an earlier time: the request had been carried out under its key before. */
  replayed: boolean;
}

const domainReadiness = z.object({
  status: z.string(),
  checks: z.record(z.string(), z.object({ status: z.enum(['ok', 'failed']), ms: z.int() })),
});
export type DomainReadiness = z.output<typeof domainReadiness>;

/** The way to the domain API. */
export interface DomainRelay {
  /**
   * Forwards a request.
   *
   * @throws ProblemError of the domain where it is the client's to mend (400, 404, 409, 412, 422), or a limit; `domain_error`
   * where the domain failed, or answers otherwise than the schema says; `domain_unavailable` where it cannot be reached, or
   * breaks off
   */
  send<R extends z.ZodType>(request: ForwardedRequest, caller: Caller, schema: R): Promise<ForwardedAnswer<R>>;
  /** Forwards a read that only the domain API can answer. Throws as `send` does. */
  get<R extends z.ZodType>(path: string, caller: Caller, schema: R): Promise<z.output<R>>;
  /** Forwards server-sent events, for as long as the signal lets it; null when there are none to come. Throws as `send` does. */
  stream(
    path: string,
    lastEventId: string | undefined,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array> | null>;
  /** What the domain API says of its dependencies; null when it does not say anything sensible. */
  readiness(signal: AbortSignal): Promise<DomainReadiness | null>;
  /** @throws when the domain API does not answer */
  ping(signal: AbortSignal): Promise<void>;
  /** Waits for no answer any more: whoever asks is gone, or is told that the domain API cannot be reached. */
  stop(): Promise<void>;
}

export interface RelayOptions {
  /** Base URL of the domain API. */
  url: string;
  /** Key of the service tokens. */
  service_key: Uint8Array;
  /** Stands before whatever is forwarded; absent: the domain API is asked each time. */
  breaker?: Breaker;
  /** For how long the beginning of an answer is waited for, and every further part of it. */
  timeout_ms?: number;
}

/** More than a spec may wait for its turn and for a thread, and be compiled. */
const TIMEOUT_MS = 45_000;
const PASSED_THROUGH = new Set([400, 404, 409, 412, 422, 429]);
/** Of the domain's 5xx: limits that clients are told of, and no failures. */
const LIMITS: ReadonlySet<ProblemCode> = new Set(['too_many_streams', 'compiler_busy']);

export function createDomainRelay(options: RelayOptions): DomainRelay {
  const { url, service_key, breaker = (ask) => ask(), timeout_ms = TIMEOUT_MS } = options;
  const http = createDomainHttp(url, timeout_ms);
  /** The breaker has an answer once it is there to its end. */
  const ask = (request: Outgoing, caller: Caller) =>
    breaker(async () => {
      const response = await askDomain(request, caller);
      return { headers: response.headers, body: parsedJson(await readToEnd(response)) };
    });
  async function askDomain(
    request: Outgoing,
    { identity, context: { request_id, traceparent } }: Caller,
    following?: Following,
  ) {
    const { method, path } = request;
    const [pathAlone = ''] = path.split('?');
    const token = signServiceToken(service_key, { identity, request_id, method, path: pathAlone });
    const attributes = { 'http.request.method': method };
    return inSpan(`${method} domain`, { kind: SpanKind.CLIENT, attributes }, async () => {
      const traced = { traceparent };
      propagation.inject(context.active(), traced);
      const headers = { ...request.headers, Authorization: `Bearer ${token}`, 'X-Request-Id': request_id, ...traced };
      const response = await http.reach({ ...request, headers }, following);
      if (isSuccess(response)) return response;
      throw await problemOf(response);
    });
  }
  async function send<R extends z.ZodType>(request: ForwardedRequest, caller: Caller, schema: R) {
    const { method, path, body, if_match = null, idempotency_key = null } = request;
    const condition = formatIfMatch(if_match);
    const headers = {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(condition === undefined ? {} : { 'If-Match': condition }),
      ...(idempotency_key === null ? {} : { [IDEMPOTENCY_KEY]: formatIdempotencyKey(idempotency_key) }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await ask({ method, path, headers, ...sent }, caller);
    const { etag, 'idempotent-replayed': replayed } = answer.headers;
    return { body: bodyOf(answer.body, schema), etag: textOf(etag) ?? null, replayed: replayed === 'true' };
  }
  return {
    send,
    get: async (path, caller, schema) => {
      const { body } = await ask({ method: 'GET', path, headers: {} }, caller);
      return bodyOf(body, schema);
    },
    stream: async (path, lastEventId, caller, signal) => {
      const headers = {
        Accept: EVENT_STREAM,
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
      };
      // A client that goes away says nothing of the domain API, neither that it is there nor that it is not: no breaker.
      const { statusCode, body } = await askDomain({ method: 'GET', path, headers }, caller, { signal });
      if (statusCode !== 204) return body;
      await body.dump();
      return null;
    },
    readiness: async (signal) => {
      try {
        const response = await fetch(`${url}/health/ready`, { signal, redirect: 'error' });
        return domainReadiness.parse(await response.json());
      } catch {
        return null;
      }
    },
    ping: async (signal) => {
      const response = await fetch(`${url}/health/live`, { signal, redirect: 'error' });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the domain API answered ${response.status}`);
    },
    stop: http.stop,
  };
}

/** undefined for what is no JSON, which fits no schema. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws ProblemError `domain_error` for an answer that is not what was agreed on */
function bodyOf<R extends z.ZodType>(body: unknown, schema: R): z.output<R> {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  throw domainError({}, error);
}

function domainError(headers: Record<string, string>, cause: Error): ProblemError {
  const detail = 'The request failed behind the gateway. Quote the request_id.';
  return new ProblemError('domain_error', detail, { headers, cause });
}

/** What is taken over of the domain's problem. Type, title, status and instance are made anew here. */
const domainProblem = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional(),
        parameter: z.string().optional(),
        header: z.string().optional(),
        line: z.int().optional(),
        column: z.int().optional(),
        code: z.string(),
        message: z.string(),
      }),
    )
    .default([]),
});

type DomainFault = z.output<typeof domainProblem>['errors'][number];

async function problemOf(response: Incoming): Promise<ProblemError> {
  const { data } = domainProblem.safeParse(parsedJson(await readToEnd(response)));
  const { statusCode: status } = response;
  const [retryAfter] = /^[0-9]{1,9}$/.exec(textOf(response.headers['retry-after']) ?? '') ?? [];
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
  if (data && isProblemCode(data.code) && mayPass(status, data.code)) {
    return new ProblemError(data.code, data.detail, { faults: data.errors.map(withoutUndefined), headers });
  }
  return domainError(headers, new DomainAnswer(status, data?.code));
}

/** A header that is there once. */
function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

/** That there is nothing at a path of the domain API is the gateway's mistake, and the path none of the client's. */
function mayPass(status: number, code: ProblemCode): boolean {
  if (code === 'not_found') return false;
  return (PASSED_THROUGH.has(status) || LIMITS.has(code)) && status === PROBLEMS[code].status;
}

function withoutUndefined({ pointer, parameter, header, line, column, code, message }: DomainFault): RequestFault {
  return {
    ...(pointer === undefined ? {} : { pointer }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(header === undefined ? {} : { header }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    code,
    message,
  };
}
