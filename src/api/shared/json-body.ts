import express, { type RequestHandler } from 'express';
import type { JsonValue } from '../../plan/json.ts';
import { hostileParts } from './hostile-json.ts';
import { invalidRequest } from './parse.ts';
import { ProblemError } from './problem.ts';

const BODY_LIMIT = '1mb';

/** Takes a body of application/json and nothing else, up to 1 MB, and refuses hostile parts of it. */
export const jsonBody: RequestHandler[] = [
  (request, _response, next) => {
    if (hasBody(request.headers) && !request.is(['application/json', '+json'])) {
      throw new ProblemError('unsupported_media_type', 'Send the body with Content-Type: application/json.');
    }
    next();
  },
  express.json({ limit: BODY_LIMIT, strict: false, type: () => true }),
  (request, _response, next) => {
    const body: JsonValue | undefined = request.body;
    const faults = body === undefined ? [] : hostileParts(body);
    if (faults.length > 0) throw invalidRequest(faults);
    next();
  },
];

function hasBody(headers: {
  'content-length'?: string | undefined;
  'transfer-encoding'?: string | undefined;
}): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}
