import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { createGatewayApi, type GatewayApi } from '../../api/client/gateway-api.ts';
import { type Problem, problemSchema, type RequestFault } from '../../api/shared/problem.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';

export interface GatewayAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
  /** Breaks off what is under way. */
  readonly signal: AbortSignal;
}

/** What a request comes to. */
interface Asked {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

const TIMEOUT_MS = 60_000;

/** The gateway's operations. Those who ask read the answer by `answerOf`. */
export function gatewayApi(address: GatewayAddress): GatewayApi {
  return createGatewayApi({
    baseUrl: address.url,
    headers: { Accept: 'application/json', 'X-API-Key': address.apiKey },
    // A redirect would take the API key along to wherever it leads.
    redirect: 'manual',
    fetch: (request) => send(address, request),
  });
}

/** For what creates something: should its answer be lost, it is asked for again, and not done again. */
export function once() {
  return { header: { 'Idempotency-Key': randomUUID() } };
}

/** @throws CliError, see GatewayClient; the signal's reason when aborted */
export async function answerOf<S extends z.ZodType>(
  address: GatewayAddress,
  asked: Promise<Asked>,
  schema: S,
): Promise<z.output<S>> {
  const { data, response } = await settled(address, asked);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw unexpected(address, response, 'with JSON that this command does not understand: is it of another version?');
}

/** The same, of an answer that is not read yet. */
export async function settled<A extends Asked>(address: GatewayAddress, asked: Promise<A>): Promise<A> {
  const outcome = await asked.catch((error: unknown) => {
    address.signal.throwIfAborted();
    throw error instanceof CliError ? error : unreachable(address.url, error);
  });
  if (outcome.response.ok) return outcome;
  throw refusal(address, outcome.response, outcome.error);
}

/** Times that a request is sent whose answers are lost, and the wait between where the gateway names none. */
const MOST_TIMES = 3;
const PAUSE_MS = 500;
const LONGEST_PAUSE_S = 10;

async function send(address: GatewayAddress, request: Request): Promise<Response> {
  for (let time = 1; ; time += 1) {
    const again = time < MOST_TIMES && request.headers.has('Idempotency-Key');
    let pause = PAUSE_MS * time;
    try {
      const response = await sendOnce(address, request.clone());
      if (!again || !(await isUndecided(response))) return response;
      pause = pauseOf(response) ?? pause;
    } catch (cause) {
      if (cause instanceof CliError) throw cause;
      address.signal.throwIfAborted();
      if (!again || !isCutOff(cause)) throw unreachable(address.url, cause);
    }
    await sleep(pause, undefined, { signal: address.signal });
  }
}

async function sendOnce(address: GatewayAddress, request: Request): Promise<Response> {
  // Events come for as long as there are any.
  const isStream = request.headers.get('accept') !== 'application/json';
  const limits = isStream ? [request.signal] : [AbortSignal.timeout(TIMEOUT_MS)];
  const response = await fetch(request, { signal: AbortSignal.any([address.signal, ...limits]) });
  if (response.ok && isStream) return response;
  const type = response.headers.get('content-type') ?? 'nothing';
  if (/^application\/([a-z.]+\+)?json\b/.test(type)) return response;
  throw unexpected(address, response, `with ${type}, not with JSON`);
}

/** The connection was there and is not any more, so that nobody knows what became of the request. */
function isCutOff(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(code));
}

/** The first time is still being carried out, or what stands behind the gateway went away before it had answered. */
const UNDECIDED = ['idempotency_key_in_flight', 'domain_unavailable'];

async function isUndecided(response: Response): Promise<boolean> {
  if (response.status !== 409 && response.status !== 503) return false;
  const problem = problemSchema.safeParse(await response.clone().json());
  return UNDECIDED.includes(problem.data?.code ?? '');
}

/** Milliseconds that the answer asks for. */
function pauseOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds, LONGEST_PAUSE_S) * 1_000 : undefined;
}

function refusal(address: GatewayAddress, response: Response, error: unknown): CliError {
  const problem = problemSchema.safeParse(error);
  if (!problem.success) return unexpected(address, response, 'with an error that is not a problem document');
  const { code, detail, errors = [], status } = problem.data;
  const exitCode = status >= 500 ? EXIT.unreachable : EXIT.refused;
  return new CliError(code, detail, { exitCode, status, faults: errors.map(withoutUndefined) });
}

function withoutUndefined(fault: NonNullable<Problem['errors']>[number]): RequestFault {
  const { code, message, ...place } = fault;
  return { ...Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)), code, message };
}

export function unreachable(url: string, cause: unknown): CliError {
  const message = `The gateway at ${url} cannot be reached (${reasonOf(cause)}). Is the stack running? npm start starts it.`;
  return new CliError('gateway_unreachable', message, { exitCode: EXIT.unreachable, cause });
}

export function unexpected(address: GatewayAddress, response: Response, what: string): CliError {
  const message = `${address.url} answered ${response.status} ${what}. Is RHUMBLINE_GATEWAY_URL the gateway's address?`;
  return new CliError('unexpected_answer', message, { exitCode: EXIT.unreachable, status: response.status });
}

/** fetch says only that it failed; why is in the cause, or in the first of several when a name has several addresses. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer in ${TIMEOUT_MS / 1000} s`;
  if (error.cause instanceof AggregateError && error.cause.errors.length > 0) return reasonOf(error.cause.errors[0]);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return 'code' in error ? `${error.code}` : error.message;
}
