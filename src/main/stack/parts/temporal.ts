import { Connection } from '@temporalio/client';
import { registerSearchAttributes, SEARCH_ATTRIBUTES } from '../../prepare/search-attributes.ts';
import type { ProcessSpec } from '../managed-process.ts';

const DYNAMIC_CONFIG = [
  // Fair shares between clients of one queue need the server's newer matcher.
  'matching.useNewMatcher=true',
  'matching.enableFairness=true',
  // The server has one shard here, which would look for new tasks 20 times a second: each step of a job would wait for the next look.
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.visibilityProcessorMaxPollRPS=1000',
  // That no job needs a version of the workers any more is told within seconds; by default it takes minutes.
  'matching.wv.VersionDrainageStatusVisibilityGracePeriod="5s"',
  'matching.wv.VersionDrainageStatusRefreshInterval="5s"',
];

/** What is acknowledged is on the disk, as without a log, by one write to it in the place of four. https://www.sqlite.org/wal.html */
const PRAGMAS = ['journal_mode=wal', 'synchronous=full'];

export interface TemporalOptions {
  readonly program: string;
  readonly port: number;
  readonly uiPort: number;
  readonly namespace: string;
  /** SQLite file that keeps everything across restarts. */
  readonly database: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The whole Temporal server and its UI as one process, on one file. */
export function temporalProcess(options: TemporalOptions): ProcessSpec {
  const address = `127.0.0.1:${options.port}`;
  return {
    name: 'temporal',
    command: options.program,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${options.port}`, '--ui-port', `${options.uiPort}`],
      ...['--db-filename', options.database, '--namespace', options.namespace],
      ...PRAGMAS.flatMap((value) => ['--sqlite-pragma', value]),
      ...['--log-level', 'warn', '--log-format', 'json'],
      ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
      ...DYNAMIC_CONFIG.flatMap((value) => ['--dynamic-config-value', value]),
    ],
    env: options.env,
    stopSignal: 'SIGTERM',
    stopGraceMs: 10_000,
    readyWithinMs: 60_000,
    ready: () => answersFor(address, options.namespace),
  };
}

/** Whether the server at this address serves this namespace, and answers in so many seconds. */
export async function answersFor(address: string, namespace: string, seconds = 1): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: `${seconds}s` });
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

/** For a server that is not ours: registers the search attributes that it does not have yet. */
export async function addSearchAttributes(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '10s' });
  try {
    await registerSearchAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
}
