import type { ErrorRequestHandler, Request, Response } from 'express';
import { FaultError } from '../../plan/fault.ts';
import { PROBLEM_TYPE, ProblemError, problemOf } from './problem.ts';
import { isProblemCode, PROBLEMS } from './problem-codes.ts';
import { contextOf } from './request-context.ts';

/** Makes a problem of everything that is thrown. What nobody foresaw is logged whole and answered without a word of it. */
export const errorHandler: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const problem = problemErrorOf(error);
  const { status } = PROBLEMS[problem.code];
  // Without a cause it is a limit or a breaker that refuses: nothing failed here.
  const isRefusal = error === problem && status === 503 && problem.cause === undefined;
  if (isRefusal) request.log.warn({ code: problem.code }, 'Request:Refused');
  else if (status >= 500) request.log.error({ err: error, code: problem.code }, 'Request:Failed');
  sendProblem(request, response, problem);
};

export function sendProblem(request: Request, response: Response, error: ProblemError): void {
  const { request_id } = contextOf(request);
  const problem = problemOf(error, request.originalUrl.split('?')[0] ?? '/', request_id);
  // Not by send(), which would add a charset that the media type does not have, and an ETag.
  response
    .status(problem.status)
    .set({ ...error.headers, 'Content-Type': PROBLEM_TYPE })
    .end(JSON.stringify(problem));
}

const RETRY_SOON = { 'Retry-After': '5' };

function problemErrorOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof FaultError) return problemOfFault(error);
  return problemOfParser(error) ?? problemOfDatabase(error) ?? internalError(error);
}

function problemOfFault(error: FaultError): ProblemError {
  const { code, message } = error.fault;
  if (!isProblemCode(code)) return internalError(error);
  const headers = PROBLEMS[code].status === 503 || code === 'idempotency_key_in_flight' ? RETRY_SOON : {};
  return new ProblemError(code, message, { headers, cause: error });
}

/** Of body-parser and Express: they have a `type` or a `status` of their own. */
function problemOfParser(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.parse.failed')
    return new ProblemError('malformed_json', `The body is not JSON: ${error.message}.`);
  if (type === 'entity.too.large') return new ProblemError('body_too_large', 'The body has more than 1 MB.');
  if (error.status === 415) return new ProblemError('unsupported_media_type', `${error.message}.`);
  if (error.status >= 400 && error.status < 500) return new ProblemError('malformed_request', `${error.message}.`);
  return undefined;
}

/** Classes 08 (connection), 28 (login refused), 53 (out of resources), 57P (shutting down), and Node's own codes. */
const DATABASE_GONE = /^(08|28|53|57P)|^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/;
/** node-postgres gives these no code. */
const POOL_GONE =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;

function problemOfDatabase(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!DATABASE_GONE.test(code) && !POOL_GONE.test(error.message)) return undefined;
  return new ProblemError('database_unavailable', 'The database cannot be reached at the moment. Try again soon.', {
    headers: RETRY_SOON,
    cause: error,
  });
}

function internalError(cause: unknown): ProblemError {
  return new ProblemError('internal_error', 'The request failed for a reason on our side. Quote the request_id.', {
    cause,
  });
}
