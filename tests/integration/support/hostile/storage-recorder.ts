import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { BlobStore } from '../../../../src/storage/blob-store.ts';
import type { Lifetime } from '../lifetime.ts';
import { required, storageUrl } from '../storage.ts';

/** One request that the handler or its GDAL made, without its query, in which the SAS is. */
export interface SeenRequest {
  by: 'gdal' | 'handler';
  method: string;
  path: string;
  /** Of the body of the answer. */
  bytes: number;
}

/** A server on a free port of this machine; its URL has no slash at its end. */
export async function serve(t: Lifetime, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  t.after(() => new Promise((resolve) => server.close(resolve)));
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Stands between GDAL and the storage account, and the handler and its own reads by ranges, passes everything on, and writes it down. */
export async function recordStorage(t: Lifetime, store: BlobStore): Promise<{ store: BlobStore; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const account = new URL(storageUrl);
  const ca = readFileSync(required('RHUMBLINE_STORAGE_CA_FILE'));
  const url = await serve(t, (incoming, outgoing) => passOn(incoming, outgoing, { account, ca, seen }));
  const endpoint = url + account.pathname;
  return {
    seen,
    store: {
      ...store,
      readRange: async (ref, ...range) => {
        const content = await store.readRange(ref, ...range);
        const path = decodeURIComponent(new URL(store.url(ref)).pathname);
        seen.push({ by: 'handler', method: 'GET', path, bytes: content.length });
        return content;
      },
      gdalSource: async (ref) => {
        const { path, config } = await store.gdalSource(ref);
        const replaced = Object.entries(config).map(([name, value]) => [name, value.replace(storageUrl, endpoint)]);
        return { path, config: Object.fromEntries(replaced) };
      },
    },
  };
}

interface Way {
  account: URL;
  ca: Buffer;
  seen: SeenRequest[];
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, { account, ca, seen }: Way): void {
  const { method = '', url = '' } = incoming;
  const entry: SeenRequest = { by: 'gdal', method, path: decodeURIComponent(url.split('?')[0] ?? ''), bytes: 0 };
  seen.push(entry);
  const headers = { ...incoming.headers, host: account.host };
  const onward = request(new URL(url, account), { method, headers, ca }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('data', (chunk: Buffer) => {
      entry.bytes += chunk.length;
    });
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
