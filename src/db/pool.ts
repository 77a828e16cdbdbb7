import pg from 'pg';

/** What a read or a single statement needs: the pool itself, or a client inside a transaction. */
export type Queryable = pg.Pool | pg.PoolClient;

export interface PoolOptions {
  /** Connection URL of the role that this process acts as. */
  url: string;
  /** Shown in pg_stat_activity. */
  application_name: string;
  /** Connections at most. */
  max?: number;
  /** A statement that takes longer is broken off; default half a minute. */
  statement_timeout_ms?: number;
  /** Told of connections that die while idle; the pool replaces them by itself. */
  onError: (error: Error) => void;
}

/**
 * A pool that never waits for ever: connecting, statements and forgotten transactions all have limits, so that a
 * database in trouble shows as errors and not as a process that hangs.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.application_name,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statement_timeout_ms ?? 30_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    // Statements are small and many at a time: starting another process for one of them takes longer than the statement itself.
    options: '-c max_parallel_workers_per_gather=0',
  });
  pool.on('error', options.onError);
  // One that dies in use fails the statement that it was at, too. Nobody listening to its event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** True for the error of a statement that took longer than it may. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '57014';
}

/** True for the error of a pool of which every connection is in use, and stays so. node-postgres gives it no code. */
export function isUsedUp(error: unknown): boolean {
  return error instanceof Error && error.message.includes('timeout exceeded when trying to connect');
}
