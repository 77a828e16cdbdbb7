import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { FaultError } from '../../../plan/fault.ts';
import { runOnce } from '../run-once.ts';
import type { StateFolder } from '../state-folder.ts';

/** Appended to postgresql.conf on the cluster's first day. The port comes by argument, it may change. */
const CONFIGURATION = `
# Rhumbline's local stack
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
# What one session may spill to disk. Only a superuser can lift it.
temp_file_limit = '4GB'
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d %a '
`;

export interface ClusterOptions {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the superuser that the cluster is made with. */
  readonly password: string;
  readonly folder: StateFolder;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The folder of our own cluster, initialised if it is not there yet.
 *
 * @throws FaultError `stale_state` when another version of PostgreSQL made it; `part_failed`
 */
export async function ensureCluster(options: ClusterOptions, admin: string, user: User | undefined): Promise<string> {
  const cluster = clusterFolder(options.folder, user);
  if (existsSync(cluster)) checkVersion(cluster, options.postgres);
  else await initialise(cluster, admin, user, options);
  return cluster;
}

/** The server refuses to run as root; Debian's package brings a user for it. */
export function serverUser(): User | undefined {
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

/** Initialised beside its place, so that a start that is broken off leaves no half of one there. */
async function initialise(cluster: string, admin: string, user: User | undefined, options: ClusterOptions) {
  const [draft, passwordFile] = [`${cluster}.new`, join(dirname(cluster), 'password')];
  for (const path of [draft, passwordFile]) rmSync(path, { recursive: true, force: true });
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    await runOnce({
      name: 'initdb',
      command: options.initdb,
      args: [
        ...['-D', draft, '-U', admin, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        ...['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
      ],
      env: options.env,
      cwd: dirname(cluster),
      signal: options.signal,
      ...(user ? { user } : {}),
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(draft, 'postgresql.conf'), CONFIGURATION, { flag: 'a' });
  renameSync(draft, cluster);
}
