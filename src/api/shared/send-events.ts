import { once } from 'node:events';
import type { Request, Response } from 'express';
import { EVENT_STREAM, type Follow } from './route.ts';

/** Whether the client would rather have server-sent events than JSON. */
export function wantsEvents(request: Request): boolean {
  return request.accepts(['application/json', EVENT_STREAM]) === EVENT_STREAM;
}

/**
 * Answers with server-sent events until there are no more or the client has gone. A client that reads slowly is waited
 * for. What fails before the first event is a problem like any other; what fails later ends the stream, and the client
 * comes back by itself.
 */
export async function sendEvents(
  request: Request,
  response: Response,
  open: (follow: Follow) => Promise<AsyncIterable<string | Uint8Array> | null>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const chunks = await open({ last_event_id: request.get('last-event-id'), signal: gone.signal });
  if (chunks === null) {
    response.status(204).end();
    return;
  }
  // The last one is for proxies that would gather the events up.
  response.writeHead(200, { 'Content-Type': EVENT_STREAM, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  try {
    for await (const chunk of chunks) {
      if (gone.signal.aborted) break;
      if (!response.write(chunk)) await once(response, 'drain', { signal: gone.signal });
    }
    response.end();
  } catch (error) {
    if (!gone.signal.aborted) request.log.warn({ err: error }, 'Stream:Broken');
    response.destroy();
  }
}
