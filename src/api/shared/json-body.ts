import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import express, { type RequestHandler } from 'express';
import type { JsonValue } from '../../plan/json.ts';
import { hostileParts } from './hostile-json.ts';
import { invalidRequest } from './parse.ts';
import { ProblemError } from './problem.ts';

const BODY_LIMIT = '1mb';
/** Express makes `{}` of a body of no bytes, which nobody has sent. */
const empty = new WeakSet<IncomingMessage>();

/** Takes a body of application/json and nothing else, up to 1 MB, and refuses hostile parts of it. */
export const jsonBody: RequestHandler[] = [
  (request, _response, next) => {
    if (hasBody(request.headers) && !request.is(['application/json', '+json'])) {
      throw new ProblemError('unsupported_media_type', 'Send the body with Content-Type: application/json.');
    }
    next();
  },
  express.json({ limit: BODY_LIMIT, strict: false, type: () => true, verify: lookAtBytes }),
  (request, _response, next) => {
    if (empty.has(request)) request.body = undefined;
    const body: JsonValue | undefined = request.body;
    const faults = body === undefined ? [] : hostileParts(body);
    if (faults.length > 0) throw invalidRequest(faults);
    next();
  },
];

/** What is no UTF-8 would be read with U+FFFD in its place, and be stored as something that nobody has sent. */
function lookAtBytes(request: IncomingMessage, _response: unknown, body: Buffer, encoding: string): void {
  if (body.length === 0) empty.add(request);
  if (encoding.toLowerCase() !== 'utf-8')
    throw new ProblemError('unsupported_media_type', `JSON is UTF-8 (RFC 8259), not ${encoding}.`);
  if (isUtf8(body)) return;
  throw new ProblemError('malformed_json', 'The body is not JSON: it has bytes that are not UTF-8.');
}

function hasBody(headers: {
  'content-length'?: string | undefined;
  'transfer-encoding'?: string | undefined;
}): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}
