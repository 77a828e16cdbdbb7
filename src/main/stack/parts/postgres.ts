import pg from 'pg';
import { FaultError } from '../../../plan/fault.ts';
import type { ProcessSpec } from '../managed-process.ts';
import { type ClusterOptions, ensureCluster, serverUser } from './postgres-cluster.ts';
import { ADMIN, databaseUrl } from './postgres-setup.ts';

export interface PostgresOptions extends ClusterOptions {
  readonly port: number;
}

/** A server on a cluster of our own. */
export async function postgresProcess(options: PostgresOptions): Promise<ProcessSpec> {
  const user = serverUser();
  const cluster = await ensureCluster(options, ADMIN, user);
  const url = databaseUrl(options.port, ADMIN, options.password, 'postgres');
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
