import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { ProblemError, problemOf } from './problem.ts';
import { PROBLEMS } from './problem-codes.ts';
import { contextOf } from './request-context.ts';
import { EVENT_STREAM, type Follow } from './route.ts';

/** Whether the client would rather have server-sent events than JSON. */
export function wantsEvents(request: Request): boolean {
  return request.accepts(['application/json', EVENT_STREAM]) === EVENT_STREAM;
}

const LOOK_AGAIN_MS = 1_000;
/** The last one is for proxies that would gather the events up. */
const HEADERS = { 'Content-Type': EVENT_STREAM, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };

/** Throws ProblemError for who is not let in any more. */
export type LookAgain = () => Promise<unknown>;

/** For who asks by HEAD whether there would be events: none are sent. */
export function sendNoEvents(response: Response): void {
  response.writeHead(200, HEADERS).end();
}

/**
 * Answers with server-sent events until there are no more or the client has gone. A client that reads slowly is waited
 * for. What fails before the first event is a problem like any other; what fails later ends the stream, and the client
 * comes back by itself. Who is not let in any more is told so, and the stream ends.
 *
 * @param lookAgain absent: who was let in stays
 */
export async function sendEvents(
  request: Request,
  response: Response,
  open: (follow: Follow) => Promise<AsyncIterable<string | Uint8Array> | null>,
  lookAgain: LookAgain | null | undefined,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  // While it was found out who is asking.
  if (response.closed) return;
  const chunks = await open({ last_event_id: request.get('last-event-id'), signal: gone.signal }).catch(
    (error: unknown) => {
      if (gone.signal.aborted) return undefined;
      throw error;
    },
  );
  // Nobody is there to be told what went wrong, which is that they went.
  if (chunks === undefined) return;
  if (chunks === null) {
    response.status(204).end();
    return;
  }
  response.writeHead(200, HEADERS).flushHeaders();
  if (lookAgain) void keepLooking(lookAgain, gone);
  let isBetweenEvents = true;
  try {
    for await (const chunk of chunks) {
      if (gone.signal.aborted) break;
      isBetweenEvents = endsEvent(chunk);
      if (!response.write(chunk)) await once(response, 'drain', { signal: gone.signal });
    }
    endStream(request, response, gone.signal, isBetweenEvents);
  } catch (error) {
    if (gone.signal.reason instanceof ProblemError) {
      endStream(request, response, gone.signal, isBetweenEvents);
      return;
    }
    if (!gone.signal.aborted) request.log.warn({ err: error }, 'Stream:Broken');
    response.destroy();
  }
}

/** Until the client has gone, or is not let in any more. */
async function keepLooking(lookAgain: LookAgain, gone: AbortController): Promise<void> {
  while (!gone.signal.aborted) {
    try {
      await sleep(LOOK_AGAIN_MS, undefined, { signal: gone.signal });
      await lookAgain();
    } catch (error) {
      // Where nobody can be looked at, who was let in stays.
      if (error instanceof ProblemError && PROBLEMS[error.code].status < 500) gone.abort(error);
    }
  }
}

function endsEvent(chunk: string | Uint8Array): boolean {
  const end = typeof chunk === 'string' ? chunk : Buffer.from(chunk.subarray(-2)).toString();
  return end.endsWith('\n\n');
}

/** An event that is half sent is for nobody, and a client that reads nothing is not waited for. */
function endStream(request: Request, response: Response, { reason }: AbortSignal, isBetweenEvents: boolean): void {
  if (!(reason instanceof ProblemError)) {
    response.end();
  } else if (isBetweenEvents && !response.writableNeedDrain) {
    const { request_id } = contextOf(request);
    response.end(`event: problem\ndata: ${JSON.stringify(problemOf(reason, request.path, request_id))}\n\n`);
  } else {
    response.destroy();
  }
}
