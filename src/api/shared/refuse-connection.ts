import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { PROBLEM_TYPE, ProblemError, problemOf } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';

/** What Node calls what is wrong with a request that never became one. */
const REASONS: Readonly<Record<string, [code: ProblemCode, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The path and the headers have more than 16 KB together.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not come whole in time.'],
};
const ANY_OTHER: [code: ProblemCode, detail: string] = ['malformed_request', 'This is not HTTP as we know it.'];

/**
 * Answers with a problem, too, what is no request or does not come to an end, and closes the connection. Node would
 * answer without a word.
 */
export function refuseBrokenRequests(server: Server, log: Logger): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => answers.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answers.get(socket);
    // Nobody is there to hear it, or something else is being told.
    const isTooLate = !socket.writable || (answer?.headersSent === true && !answer.writableFinished);
    if (error.code === 'ECONNRESET' || isTooLate) {
      socket.destroy();
      return;
    }
    const [code, detail] = REASONS[error.code ?? ''] ?? ANY_OTHER;
    log.info({ code, cause: error.code }, 'Request:Broken');
    socket.end(rawAnswer(new ProblemError(code, detail)));
  });
}

function rawAnswer(error: ProblemError): string {
  const requestId = randomUUID();
  const problem = problemOf(error, '', requestId);
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
