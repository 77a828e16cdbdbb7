import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { FaultError } from '../../plan/fault.ts';
import type { Environment } from '../settings/settings.ts';

/** PATH for everything that the stack starts: this project's own programs first, what the machine has last. */
export function searchPath(root: string, environment: Environment): string {
  const own = [join(root, 'node_modules', '.bin'), join(root, '.venv', 'bin')];
  const cached = temporalFolders(environment);
  return [...own, ...(environment.PATH ?? '').split(delimiter), ...cached].join(delimiter);
}

/** Where scripts/bootstrap keeps the server that it built, a folder a version, for all clones of this user. */
function temporalFolders(environment: Environment): string[] {
  const cache = join(environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache'), 'rhumbline');
  const versions = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('temporal-')) : [];
  return versions.map((name) => join(cache, name));
}

/**
 * The first executable of this name on a path.
 *
 * @throws FaultError `program_missing`
 */
export function findProgram(name: string, path: string): string {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    if (folder !== '' && isExecutable(candidate)) return candidate;
  }
  throw new FaultError({
    code: 'program_missing',
    message: `The program ${name} was not found. Run scripts/bootstrap: it installs it, or says how to.`,
  });
}

/**
 * The folder of a PostgreSQL server's programs, of one that has PostGIS.
 *
 * @throws FaultError `program_missing`
 */
export function findPostgres(path: string): { initdb: string; postgres: string } {
  const folders = [...path.split(delimiter).map(realFolder), ...versionedFolders()];
  const folder = folders.find((candidate) => candidate !== undefined && hasPostgis(candidate));
  if (folder !== undefined) return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  throw new FaultError({
    code: 'program_missing',
    message: 'No PostgreSQL server with PostGIS was found. Run scripts/bootstrap: it installs one, or says how to.',
  });
}

/** Debian and Homebrew keep the server's programs off the PATH, a folder a version. The newest comes first. */
function versionedFolders(): string[] {
  return ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].flatMap((parent) => {
    const names = existsSync(parent) ? readdirSync(parent).filter((name) => /^(postgresql@)?\d+$/.test(name)) : [];
    const newestFirst = names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    return newestFirst.map((name) => join(parent, name, 'bin'));
  });
}

/** Where the server's program of a PATH folder really lies. */
function realFolder(folder: string): string | undefined {
  const program = join(folder, 'postgres');
  return folder !== '' && isExecutable(program) ? dirname(realpathSync(program)) : undefined;
}

function hasPostgis(folder: string): boolean {
  if (!isExecutable(join(folder, 'postgres')) || !isExecutable(join(folder, 'initdb'))) return false;
  const version = basename(dirname(folder));
  const shares = [`/usr/share/postgresql/${version}`, join(folder, '../share/postgresql'), join(folder, '../share')];
  return shares.some((share) => existsSync(join(share, 'extension/postgis.control')));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
