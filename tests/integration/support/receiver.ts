import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Lifetime } from './lifetime.ts';

export interface ReceivedCallback {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
}

/** What is answered to a callback, the first of its id being number 1. */
export type Answering = (
  callback: ReceivedCallback,
  number: number,
) => { status: number; headers?: Record<string, string> };

export interface Receiver {
  /** At the only host that the stack's setting allows. */
  url: string;
  received: ReceivedCallback[];
  /** Of one type, in order. */
  ofType(type: string): ReceivedCallback[];
}

/** A client's own server, for callbacks. */
export async function startReceiver(t: Lifetime, answering: Answering = () => ({ status: 204 })): Promise<Receiver> {
  const received: ReceivedCallback[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const callback = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) };
    received.push(callback);
    const number = received.filter(({ headers }) => headers['webhook-id'] === request.headers['webhook-id']).length;
    const { status, headers = {} } = answering(callback, number);
    response.writeHead(status, headers).end();
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const ofType = (type: string) => received.filter(({ body }) => body.type === type);
  return { url: `http://localhost:${port}/hooks?token=t0ken`, received, ofType };
}

/** @throws when the signature is not by the secret */
export function verify({ text, headers }: ReceivedCallback, secret: string): void {
  const wanted = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  new Webhook(secret).verify(text, Object.fromEntries(wanted.map((name) => [name, String(headers[name])])));
}
