import type { RequestHandler } from 'express';
import { ProblemError } from './problem.ts';

/**
 * Refuses what servers and proxies could read in different ways: no host or several (RFC 9112, 3.2), and a body in a coding that is
 * not undone here (RFC 9112, 6.1). Node refuses some of it by itself, without a word.
 */
export const requireFraming: RequestHandler = (request, _response, next) => {
  const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts > 1 || (hosts === 0 && request.httpVersion !== '1.0'))
    throw new ProblemError('malformed_request', `A request has one header Host; this one has ${hosts || 'none'}.`);
  const coding = request.get('transfer-encoding');
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked')
    throw new ProblemError('malformed_request', 'The only Transfer-Encoding that is taken is chunked.');
  next();
};
