import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Readiness } from './health.ts';
import { EVENT_STREAM } from './route.ts';

export interface ServerOptions {
  app: Express;
  host: string;
  port: number;
  log: Logger;
  readiness: Readiness;
}

export interface RunningServer {
  /** The port that it listens on: the one asked for, or the one the system chose for 0. */
  port: number;
  /** Fails readiness, lets requests under way end, closes. */
  stop(): Promise<void>;
}

/** Between failing readiness and refusing connections, so that a balancer asking often can look away first. */
const DRAIN_MS = 300;
const END_OF_PATIENCE_MS = 10_000;

/** @throws Error of the system, such as EADDRINUSE */
export async function startServer({ app, host, port, log, readiness }: ServerOptions): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, app);
  const streams = openStreams(server);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  readiness.accepting = true;
  log.info({ host, port: actual }, 'Server:Listening');

  async function stop(): Promise<void> {
    readiness.accepting = false;
    await sleep(DRAIN_MS);
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    // They have no end of their own; their clients come back and find another process.
    for (const response of streams()) response.destroy();
    const impatient = setTimeout(() => server.closeAllConnections(), END_OF_PATIENCE_MS);
    await closed;
    clearTimeout(impatient);
    log.info('Server:Stopped');
  }
  return { port: actual, stop };
}

/** The answers under way that are server-sent events. */
function openStreams(server: Server): () => ServerResponse[] {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return () => [...open].filter((response) => String(response.getHeader('Content-Type')).startsWith(EVENT_STREAM));
}
