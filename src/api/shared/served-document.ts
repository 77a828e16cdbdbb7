import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { isAmong } from './etag.ts';

/** A document that stays as it is, made once for all who read it: whole, and for most compressed. */
export function servedDocument(document: object): RequestHandler {
  const plain = Buffer.from(JSON.stringify(document));
  const compressed = gzipSync(plain);
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return (request, response) => {
    response.set({ ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' });
    if (isAmong(etag, request.get('if-none-match'))) {
      response.status(304).end();
      return;
    }
    const isCompressed = request.acceptsEncodings('gzip') === 'gzip';
    const body = isCompressed ? compressed : plain;
    if (isCompressed) response.set('Content-Encoding', 'gzip');
    response.set({ 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': String(body.length) });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
