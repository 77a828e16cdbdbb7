import type { z } from 'zod';
import { problemSchema, type RequestFault } from '../../api/shared/problem.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';

export interface GatewayAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
  /** Breaks off what is under way. */
  readonly signal: AbortSignal;
}

interface GatewayRequest<S extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly schema: S;
}

const TIMEOUT_MS = 30_000;

/**
 * One request to the gateway.
 *
 * @throws CliError, see GatewayClient; the signal's reason when aborted
 */
export async function request<S extends z.ZodType>(
  address: GatewayAddress,
  { method, path, body, schema }: GatewayRequest<S>,
): Promise<z.output<S>> {
  const response = await send(address, method, path, body);
  if (!response.ok) throw await refused(address, response);
  const json = await readJson(address, response);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw unexpected(address, response, 'with JSON that this command does not understand: is it of another version?');
}

async function send(address: GatewayAddress, method: Sent['method'], path: string, body: object | undefined) {
  return open(address, {
    method,
    path,
    headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
    until: AbortSignal.timeout(TIMEOUT_MS),
  });
}

interface Sent {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Gives up. */
  readonly until: AbortSignal;
}

/** Asks, and gives the answer as soon as it begins. */
export async function open(address: GatewayAddress, { method, path, headers, body, until }: Sent): Promise<Response> {
  const { url, apiKey, signal } = address;
  try {
    return await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, 'X-API-Key': apiKey },
      ...(body !== undefined && { body }),
      // A redirect would take the API key along to wherever it leads.
      redirect: 'manual',
      signal: AbortSignal.any([signal, until]),
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(url, cause);
  }
}

/** Why the gateway refused. */
export async function refused(address: GatewayAddress, response: Response): Promise<CliError> {
  return refusal(address, response, await readJson(address, response));
}

async function readJson(address: GatewayAddress, response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? 'nothing';
  if (!/^application\/([a-z.]+\+)?json\b/.test(type))
    throw unexpected(address, response, `with ${type}, not with JSON`);
  try {
    return await response.json();
  } catch (cause) {
    address.signal.throwIfAborted();
    throw unreachable(address.url, cause);
  }
}

function refusal(address: GatewayAddress, response: Response, json: unknown): CliError {
  const problem = problemSchema.safeParse(json);
  if (!problem.success) return unexpected(address, response, 'with an error that is not a problem document');
  const { code, detail, errors = [], status } = problem.data;
  const exitCode = status >= 500 ? EXIT.unreachable : EXIT.refused;
  return new CliError(code, detail, { exitCode, status, faults: errors.map(withoutUndefined) });
}

function withoutUndefined(fault: { [K in keyof RequestFault]: RequestFault[K] | undefined }): RequestFault {
  const { code = '', message = '', ...place } = fault;
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
