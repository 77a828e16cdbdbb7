import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FaultError } from '../../plan/fault.ts';

/** Raised when a stack could no longer use what an earlier one left. */
const LAYOUT_VERSION = '2';

/** Where everything of one local stack lies. */
export interface StateFolder {
  readonly root: string;
  /** One log a process. */
  readonly logs: string;
  /** One pid file a process, for as long as it runs. */
  readonly run: string;
  readonly certificates: string;
  readonly azurite: string;
  readonly scratch: string;
  readonly temporalDatabase: string;
  readonly secretsFile: string;
  readonly envFile: string;
  readonly lockFile: string;
}

/**
 * The folder, made if need be.
 *
 * @throws FaultError `stale_state` when another version of the software laid it out; `state_folder_unusable`
 */
export function openStateFolder(path: string): StateFolder {
  const root = resolve(path);
  const folder: StateFolder = {
    root,
    logs: join(root, 'logs'),
    run: join(root, 'run'),
    certificates: join(root, 'certificates'),
    azurite: join(root, 'azurite'),
    scratch: join(root, 'scratch'),
    temporalDatabase: join(root, 'temporal.sqlite'),
    secretsFile: join(root, 'secrets.json'),
    envFile: join(root, 'stack.env'),
    lockFile: join(root, 'stack.lock'),
  };
  try {
    layOut(folder);
  } catch (error) {
    throw unusable(root, error);
  }
  return folder;
}

/** @throws FaultError `stale_state` */
function layOut(folder: StateFolder): void {
  const { root } = folder;
  mkdirSync(root, { recursive: true });
  // Others may pass through, not list: PostgreSQL's cluster lies below and belongs to another user.
  chmodSync(root, 0o711);
  for (const dir of [folder.logs, folder.run, folder.certificates, folder.azurite, folder.scratch]) {
    mkdirSync(dir, { recursive: true });
    chmodSync(dir, 0o700);
  }
  for (const file of sqliteFiles(folder.temporalDatabase).filter((path) => existsSync(path))) chmodSync(file, 0o600);
  checkLayout(root);
}

const CAUSES: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file in its place or within it',
  ENOTDIR: 'a part of its path is a file',
  EROFS: 'its file system is read-only',
  // Node's word for a read-only file system when it makes folders in folders.
  ENOENT: 'it cannot be made; its file system may be read-only',
  EACCES: 'this user may not write there',
  EPERM: 'it belongs to another user',
  ENOSPC: 'its disk is full',
};

/** What the system says in a word becomes a sentence with what to do. */
function unusable(root: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const message = `The state folder ${root} cannot be used: ${CAUSES[error.code] ?? error.message}. Set RHUMBLINE_STATE_DIR to a folder that can be written, or mend this one.`;
  return new FaultError({ code: 'state_folder_unusable', message }, { cause: error });
}

/** Histories hold what clients sent. */
function sqliteFiles(database: string): string[] {
  return ['', '-wal', '-shm'].map((suffix) => `${database}${suffix}`);
}

function checkLayout(root: string): void {
  const stamp = join(root, 'layout-version');
  if (!existsSync(stamp)) return writeFileSync(stamp, `${LAYOUT_VERSION}\n`);
  const found = readFileSync(stamp, 'utf8').trim();
  if (found === LAYOUT_VERSION) return;
  throw new FaultError({
    code: 'stale_state',
    message:
      `The state folder ${root} has layout ${JSON.stringify(found)}; this version of Rhumbline uses layout ${LAYOUT_VERSION}. ` +
      `Its jobs and blobs cannot be carried over: remove it (rm -rf ${root}), or set RHUMBLINE_STATE_DIR to another folder.`,
  });
}

/** Keeps the logs of the run before this one as NAME.previous.log, so that this run's begin empty. */
export function putAsideLogs(folder: StateFolder): void {
  for (const name of readdirSync(folder.logs)) {
    if (!name.endsWith('.log') || name.endsWith('.previous.log')) continue;
    renameSync(join(folder.logs, name), join(folder.logs, name.replace(/\.log$/, '.previous.log')));
  }
}
