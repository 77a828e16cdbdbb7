import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import { formatTraceparent, parseTraceparent, RECORDED, type SpanPlace } from '../../plan/trace.ts';

/** What goes with a request through every process. */
export interface RequestContext {
  /** X-Request-Id: the client's, or a new one. */
  request_id: string;
  /** W3C trace context: the client's, or a new one. */
  traceparent: string;
}

const REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * The request's id for pino-http: the header's value where it is a sane one, since it goes into logs, events and other
 * services' headers. Both headers are given back with the answer.
 */
export function assignContext(request: IncomingMessage, response: ServerResponse): string {
  const { 'x-request-id': id, traceparent: given } = request.headers;
  const requestId = typeof id === 'string' && REQUEST_ID.test(id) ? id : randomUUID();
  const traceparent = formatTraceparent(parseTraceparent(String(given)) ?? newPlace());
  request.headers.traceparent = traceparent;
  response.setHeader('X-Request-Id', requestId);
  response.setHeader('traceparent', traceparent);
  return requestId;
}

export function contextOf(request: Request): RequestContext {
  return { request_id: String(request.id), traceparent: String(request.headers.traceparent) };
}

/** The first span of a new trace, though nobody may ever record it. Of UUIDs, which Node has made in advance. */
function newPlace(): SpanPlace {
  const [trace_id, other] = [randomUUID(), randomUUID()].map((id) => id.replaceAll('-', '')) as [string, string];
  return { trace_id, span_id: other.slice(16), flags: RECORDED };
}
