import type { z } from 'zod';
import { problemSchema } from '../../api/shared/problem.ts';
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
  readonly method: 'GET' | 'POST';
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
  const json = await readJson(address, response);
  if (!response.ok) throw refusal(address, response, json);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw unexpected(address, response, 'with JSON that this command does not understand: is it of another version?');
}

async function send({ url, apiKey, signal }: GatewayAddress, method: string, path: string, body: object | undefined) {
  try {
    return await fetch(`${url}${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        'X-API-Key': apiKey,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      // A redirect would take the API key along to wherever it leads.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(url, cause);
  }
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

function withoutUndefined(fault: {
  pointer?: string | undefined;
  parameter?: string | undefined;
  code: string;
  message: string;
}) {
  const { pointer, parameter, code, message } = fault;
  return { ...(pointer !== undefined && { pointer }), ...(parameter !== undefined && { parameter }), code, message };
}

function unreachable(url: string, cause: unknown): CliError {
  const message = `The gateway at ${url} cannot be reached (${reasonOf(cause)}). Is the stack running? npm start starts it.`;
  return new CliError('gateway_unreachable', message, { exitCode: EXIT.unreachable, cause });
}

function unexpected(address: GatewayAddress, response: Response, what: string): CliError {
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
