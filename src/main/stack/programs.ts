import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { FaultError } from '../../plan/fault.ts';
import type { Environment } from '../settings/settings.ts';

/** The folders in which `scripts/bootstrap` puts what it installs for this project or this user. */
export function installedFolders(root: string, environment: Environment): string[] {
  const cache = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache');
  return [join(root, '.rhumbline', 'venv', 'bin'), join(cache, 'rhumbline', 'bin')];
}

/** PATH for everything that the stack starts: what bootstrap installed comes after what the machine has. */
export function searchPath(root: string, environment: Environment): string {
  const own = [join(root, 'node_modules', '.bin')];
  const path = (environment.PATH ?? '').split(delimiter);
  return [...own, ...path, ...installedFolders(root, environment), ...postgresFolders()].join(delimiter);
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

/** Debian keeps PostgreSQL's server programs off the PATH, a folder a version; Homebrew likewise. */
export function postgresFolders(): string[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const homebrew = ['/opt/homebrew/opt', '/usr/local/opt'].flatMap((folder) =>
    ['17', '16', '15'].map((version) => join(folder, `postgresql@${version}`, 'bin')),
  );
  return [...versions.map((version) => join(debian, version, 'bin')), ...homebrew];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
