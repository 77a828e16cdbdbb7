import { z } from 'zod';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import type { JsonValue } from '../../plan/json.ts';
import { ProblemError } from '../shared/problem.ts';
import { isProblemCode, PROBLEMS } from '../shared/problem-codes.ts';
import type { RequestContext } from '../shared/request-context.ts';
import { signServiceToken } from '../shared/service-token.ts';

/** Who asks, in which request. */
export interface Caller {
  identity: Identity;
  context: RequestContext;
}

/** The way to the domain API. */
export interface DomainRelay {
  /**
   * Forwards a mutation and returns the answer's body.
   *
   * @throws ProblemError of the domain where it is the client's to mend (400, 404, 409, 412, 422); `domain_error`
   * where the domain failed; `domain_unavailable` where it cannot be reached
   */
  post(path: string, body: JsonValue, caller: Caller): Promise<unknown>;
  /** @throws when the domain API does not answer */
  ping(signal: AbortSignal): Promise<void>;
}

export interface RelayOptions {
  /** Base URL of the domain API. */
  url: string;
  /** Key of the service tokens. */
  service_key: Uint8Array;
}

const TIMEOUT_MS = 30_000;
const PASSED_THROUGH = new Set([400, 404, 409, 412, 422]);

export function createDomainRelay({ url, service_key }: RelayOptions): DomainRelay {
  return {
    post: async (path, body, { identity, context }) => {
      const token = await signServiceToken(service_key, { identity, request_id: context.request_id });
      const response = await reach(`${url}${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          'X-Request-Id': context.request_id,
          traceparent: context.traceparent,
        },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.ok) return response.json();
      throw await problemOf(response);
    },
    ping: async (signal) => {
      const response = await fetch(`${url}/health/live`, { signal, redirect: 'error' });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the domain API answered ${response.status}`);
    },
  };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new ProblemError(
      'domain_unavailable',
      'Nothing can be changed at the moment; reading works. Send the same request again in some seconds.',
      { headers: { 'Retry-After': '5' }, cause },
    );
  }
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
        code: z.string(),
        message: z.string(),
      }),
    )
    .default([]),
});

async function problemOf(response: Response): Promise<ProblemError> {
  const parsed = domainProblem.safeParse(await response.json().catch(() => undefined));
  const { data } = parsed;
  if (data && isProblemCode(data.code) && mayPass(response.status, PROBLEMS[data.code].status)) {
    return new ProblemError(data.code, data.detail, { faults: data.errors.map(withoutUndefined) });
  }
  const cause = new Error(`the domain API answered ${response.status} ${data?.code ?? 'without a code'}`);
  const retryAfter = response.headers.get('Retry-After');
  return new ProblemError('domain_error', 'The request failed behind the gateway. Quote the request_id.', {
    headers: retryAfter === null ? {} : { 'Retry-After': retryAfter },
    cause,
  });
}

function mayPass(status: number, statusOfCode: number): boolean {
  return PASSED_THROUGH.has(status) && status === statusOfCode;
}

function withoutUndefined({ pointer, parameter, code, message }: z.output<typeof domainProblem>['errors'][number]) {
  return {
    ...(pointer === undefined ? {} : { pointer }),
    ...(parameter === undefined ? {} : { parameter }),
    code,
    message,
  };
}
