import pg from 'pg';
import { FaultError } from '../../../plan/fault.ts';
import type { ProcessSpec } from '../managed-process.ts';
import { type ClusterOptions, ensureCluster, serverUser } from './postgres-cluster.ts';

export const OWNER = 'rhumbline_owner';
export const DATABASE = 'rhumbline';

export interface PostgresOptions extends ClusterOptions {
  readonly port: number;
}

/** A server on a cluster of our own. */
export async function postgresProcess(options: PostgresOptions): Promise<ProcessSpec> {
  const user = serverUser();
  const cluster = await ensureCluster(options, OWNER, user);
  const url = ownerUrl(options.port, options.password, 'postgres');
  return {
    name: 'postgres',
    command: options.postgres,
    args: ['-D', cluster, '-p', `${options.port}`],
    env: options.env,
    cwd: cluster,
    ...(user ? { user } : {}),
    // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
    stopSignal: 'SIGINT',
    stopGraceMs: 20_000,
    readyWithinMs: 60_000,
    ready: () => accepts(url),
  };
}

export function ownerUrl(port: number, password: string, database: string): string {
  return `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

const INVALID_PASSWORD = '28P01';

/** @throws FaultError `stale_state` where waiting would not help */
async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === INVALID_PASSWORD) throw passwordChanged();
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function passwordChanged(): FaultError {
  return new FaultError({
    code: 'stale_state',
    message:
      'The database does not take the password in secrets.json: they are not of the same state folder. ' +
      'Remove the folder of the database, which postgres.location names, or the whole state folder.',
  });
}

/** Creates our database in the cluster unless it is there. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
