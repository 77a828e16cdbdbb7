import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { isAmong } from './etag.ts';
import { isJsonType, JSON_TYPE } from './media-types.ts';
import type { Reply, Route } from './route.ts';

/** Whoever asks may keep what they read, and asks by its ETag whether it still holds. */
const OWN_COPIES = { 'Cache-Control': 'private, no-cache', Vary: 'Accept, Authorization, X-API-Key' };

/** The answer, or 304 to a read by somebody who has it already; what nobody may keep has no ETag. */
export function sendReply(request: Request, response: Response, route: Route, reply: Reply<unknown>): void {
  const { status, media_type } = route.reply;
  const text = isJsonType(media_type ?? JSON_TYPE) ? JSON.stringify(reply.body) : String(reply.body);
  response
    .status(status)
    .type(media_type ?? JSON_TYPE)
    .set({ ...reply.headers, ...linkTo(request, reply), ...(route.no_store ? { 'Cache-Control': 'no-store' } : {}) });
  if (route.method === 'get' && !route.no_store) {
    const etag = response.get('ETag') ?? weakTag(text);
    response.set({ ...OWN_COPIES, ETag: etag });
    // Not left to Express, to which `Cache-Control: no-cache` forbids a 304: fetch sends it along with every If-None-Match.
    if (isAmong(etag, request.get('if-none-match'))) {
      response.removeHeader('Content-Type');
      response.status(304).end();
      return;
    }
  }
  response.set('Content-Length', String(Buffer.byteLength(text))).end(request.method === 'HEAD' ? undefined : text);
}

function weakTag(text: string): string {
  return `W/"${hash('sha256', text, 'base64url').slice(0, 22)}"`;
}

/** RFC 8288: the same question, for the next page. */
function linkTo(request: Request, { next_cursor }: Reply<unknown>): Record<string, string> {
  if (next_cursor === undefined || next_cursor === null) return {};
  const [path = '', query = ''] = request.originalUrl.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next_cursor);
  return { Link: `<${path}?${parameters}>; rel="next"` };
}
