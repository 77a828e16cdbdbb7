import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';

/** What goes with a request through every process. */
export interface RequestContext {
  /** X-Request-Id: the client's, or a new one. */
  request_id: string;
  /** W3C trace context: the client's, or a new one. */
  traceparent: string;
}

const REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/;
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The request's id for pino-http: the header's value where it is a sane one, since it goes into logs, events and other
 * services' headers. Both headers are given back with the answer.
 */
export function assignContext(request: IncomingMessage, response: ServerResponse): string {
  const requestId = accepted(request.headers['x-request-id'], REQUEST_ID) ?? randomUUID();
  const traceparent = accepted(request.headers.traceparent, TRACEPARENT) ?? newTraceparent();
  request.headers.traceparent = traceparent;
  response.setHeader('X-Request-Id', requestId);
  response.setHeader('traceparent', traceparent);
  return requestId;
}

export function contextOf(request: Request): RequestContext {
  return { request_id: String(request.id), traceparent: String(request.headers.traceparent) };
}

function accepted(value: string | string[] | undefined, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
