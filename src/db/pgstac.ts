import { execa } from 'execa';
import { FaultError } from '../plan/fault.ts';

export interface PgstacOptions {
  databaseUrl: string;
  /** The PATH on which `pypgstac` is looked up. */
  searchPath: string;
}

/** Roles are the whole server's: the migration of another database there may set the same ones in the same moment. */
const MET_ANOTHER = 'tuple concurrently updated';
const ATTEMPTS = 10;

/**
 * Brings the schema `pgstac` to the version of the installed pypgstac.
 *
 * @throws FaultError `pypgstac_missing`, `pgstac_migration_failed`
 */
export async function migratePgstac(options: PgstacOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await runMigrate(options);
    if (!result.failed) return;
    if (result.code === 'ENOENT') {
      throw new FaultError({
        code: 'pypgstac_missing',
        message: 'The program pypgstac is not on PATH. Run scripts/bootstrap, or: pip install "pypgstac[psycopg]".',
      });
    }
    // It is one transaction: nothing is left of an attempt that failed.
    if (attempt < ATTEMPTS && result.stderr.includes(MET_ANOTHER)) continue;
    throw new FaultError({
      code: 'pgstac_migration_failed',
      message: `pypgstac migrate ended with ${result.exitCode ?? result.signal ?? 'no exit code'}: ${lastLine(result.stderr)}`,
    });
  }
}

/** The connection's parts travel in libpq's environment variables, so that the password is in no process list. */
function runMigrate(options: PgstacOptions) {
  return execa('pypgstac', ['migrate'], {
    env: { PATH: options.searchPath, LANG: 'C.UTF-8', ...libpqEnvironment(options.databaseUrl) },
    extendEnv: false,
    // pypgstac reads a .env of the folder it runs in; ours is not meant for it.
    cwd: '/',
    timeout: 300_000,
    reject: false,
  });
}

/** @see https://www.postgresql.org/docs/current/libpq-envars.html */
export function libpqEnvironment(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl);
  const parts: Record<string, string> = {
    PGHOST: url.searchParams.get('host') ?? decodeURIComponent(url.hostname),
    PGPORT: url.port || '5432',
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get('sslmode') ?? '',
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
