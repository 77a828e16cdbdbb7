import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Readiness } from './health.ts';
import { inTurn } from './in-turn.ts';
import { refuseBrokenRequests } from './refuse-connection.ts';
import { EVENT_STREAM } from './route.ts';

export interface ServerOptions {
  app: Express;
  host: string;
  port: number;
  log: Logger;
  readiness: Readiness;
  /** Between failing readiness and refusing connections, so that a balancer that asks now and then can look away first. */
  drain_ms: number;
  /** Milliseconds that a client may take for its headers, for the whole request, and to read any more of an answer. */
  timeouts?: Partial<typeof TIMEOUTS>;
  /** Beyond, new ones are closed at once. */
  max_connections?: number;
  /** Bytes of a request's line and headers; beyond, it is refused with 431. */
  max_header_size?: number;
}

export interface RunningServer {
  /** The port that it listens on: the one asked for, or the one the system chose for 0. */
  port: number;
  /** Fails readiness, lets requests under way end, closes. */
  stop(): Promise<void>;
}

const TIMEOUTS = { headers: 15_000, request: 60_000, stall: 30_000 };
const MAX_CONNECTIONS = 2_000;
/** Node's own, which the documentation tells. */
const MAX_HEADER_SIZE = 16 * 1024;
/** Longer than balancers keep connections, which would otherwise send into one that is just being closed. */
const KEEP_ALIVE_MS = 65_000;
const END_OF_PATIENCE_MS = 8_000;

/** @throws Error of the system, such as EADDRINUSE */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { app, host, port, log, readiness, drain_ms } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const answers = new Set<ServerResponse>();
  const handle = inTurn((request, response) => {
    // Those that begin while the server stops are the last ones of their connections.
    if (!readiness.accepting) response.setHeader('Connection', 'close');
    answers.add(response);
    response.once('close', () => answers.delete(response));
    response.on('timeout', () => closeIfUnread(response));
    app(request, response);
  });
  const server = createServer(
    {
      maxHeaderSize: options.max_header_size ?? MAX_HEADER_SIZE,
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      // How often Node looks for those who are late.
      connectionsCheckingInterval: Math.ceil(timeouts.headers / 5),
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Refused by the app, in words.
      requireHostHeader: false,
    },
    handle,
  );
  // What is expected besides 100-continue may be left alone (RFC 9110, 10.1.1).
  server.on('checkExpectation', handle);
  server.maxConnections = options.max_connections ?? MAX_CONNECTIONS;
  server.setTimeout(timeouts.stall);
  refuseBrokenRequests(server, log);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  readiness.accepting = true;
  log.info({ host, port: actual }, 'Server:Listening');

  async function stop(): Promise<void> {
    readiness.accepting = false;
    await sleep(drain_ms);
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    for (const answer of answers) {
      // Streams have no end of their own; their clients come back and find another process.
      if (isStream(answer)) answer.destroy();
      else endWith(answer);
    }
    const impatient = setTimeout(() => server.closeAllConnections(), END_OF_PATIENCE_MS);
    await closed;
    clearTimeout(impatient);
    log.info('Server:Stopped');
  }
  return { port: actual, stop };
}

/** Nothing went either way for a while. Where the client is to read, it does not; otherwise the answer takes its time. */
function closeIfUnread(answer: ServerResponse): void {
  const { socket } = answer.req;
  if (socket.writableLength > 0) socket.destroy();
}

/** Closes the connection with its answer. Node would keep it for the next request, and itself alive for that. */
function endWith(answer: ServerResponse): void {
  const { socket } = answer.req;
  if (!answer.headersSent) answer.setHeader('Connection', 'close');
  answer.once('close', () => socket.end());
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('Content-Type')).startsWith(EVENT_STREAM);
}
