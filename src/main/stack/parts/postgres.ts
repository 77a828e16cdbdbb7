import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { FaultError } from '../../../plan/fault.ts';
import type { ProcessSpec } from '../managed-process.ts';
import { runOnce } from '../run-once.ts';
import type { StateFolder } from '../state-folder.ts';

export const OWNER = 'rhumbline_owner';
export const DATABASE = 'rhumbline';

/** Appended to postgresql.conf on the cluster's first day. The port comes by argument, it may change. */
const CONFIGURATION = `
# Rhumbline's local stack
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d %a '
`;

export interface PostgresOptions {
  readonly initdb: string;
  readonly postgres: string;
  readonly port: number;
  readonly password: string;
  readonly folder: StateFolder;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A cluster of our own, initialised if it is not there yet, ready to be started. */
export async function postgresProcess(options: PostgresOptions): Promise<ProcessSpec> {
  const user = serverUser();
  const cluster = clusterFolder(options.folder, user);
  if (existsSync(join(cluster, 'PG_VERSION'))) checkVersion(cluster, options.postgres);
  else await initialise(cluster, user, options);
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

/** The server refuses to run as root; Debian's package brings a user for it. */
function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim(),
  );
  if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  throw new FaultError({
    code: 'no_postgres_user',
    message:
      'PostgreSQL does not run as root and there is no user postgres. Run scripts/bootstrap, or start as another user.',
  });
}

/**
 * In the state folder; but where the server's user cannot get there (a home folder that is closed), in /var/tmp,
 * under a name that comes from the state folder's, so that the next start finds it.
 */
function clusterFolder(folder: StateFolder, user: User | undefined): string {
  const near = join(folder.root, 'postgres');
  const far = join('/var/tmp', `rhumbline-${createHash('sha256').update(folder.root).digest('hex').slice(0, 12)}`);
  const parent = !user || isReachable(folder.root, user) ? near : far;
  const note = join(folder.root, 'postgres.location');
  // Left of a state folder of this name that was removed.
  if (parent === far && !existsSync(note)) rmSync(far, { recursive: true, force: true });
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  if (user) chownSync(parent, user.uid, user.gid);
  writeFileSync(note, `${parent}\n`);
  return join(parent, 'cluster');
}

function isReachable(path: string, user: User): boolean {
  return spawnSync('test', ['-x', path], { cwd: '/', ...user }).status === 0;
}

function checkVersion(cluster: string, postgres: string): void {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const installed = /(\d+)/.exec(spawnSync(postgres, ['--version'], { encoding: 'utf8' }).stdout)?.[1];
  if (made === installed) return;
  throw new FaultError({
    code: 'stale_state',
    message: `The database in ${cluster} is PostgreSQL ${made}'s, the installed server is version ${installed}. Remove the state folder, or install PostgreSQL ${made}.`,
  });
}

async function initialise(cluster: string, user: User | undefined, options: PostgresOptions): Promise<void> {
  const passwordFile = join(dirname(cluster), 'password');
  // What a start left that was broken off here is of no use.
  for (const path of [cluster, passwordFile]) rmSync(path, { recursive: true, force: true });
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    await runOnce({
      name: 'initdb',
      command: options.initdb,
      args: [
        ...['-D', cluster, '-U', OWNER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        ...['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
      ],
      env: options.env,
      cwd: dirname(cluster),
      signal: options.signal,
      ...(user ? { user } : {}),
    });
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(cluster, 'postgresql.conf'), CONFIGURATION, { flag: 'a' });
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
