import { execa } from 'execa';
import { FaultError } from '../plan/fault.ts';

export interface PgstacOptions {
  databaseUrl: string;
  /** The PATH on which `pypgstac` is looked up. */
  searchPath: string;
}

/**
 * Brings the schema `pgstac` to the version of the installed pypgstac. The connection's parts travel in libpq's
 * environment variables, so that the password is in no process list.
 *
 * @throws FaultError `pypgstac_missing`, `pgstac_migration_failed`
 */
export async function migratePgstac(options: PgstacOptions): Promise<void> {
  const result = await execa('pypgstac', ['migrate'], {
    env: { PATH: options.searchPath, LANG: 'C.UTF-8', ...libpqEnvironment(options.databaseUrl) },
    extendEnv: false,
    // pypgstac reads a .env of the folder it runs in; ours is not meant for it.
    cwd: '/',
    timeout: 300_000,
    reject: false,
  });
  if (!result.failed) return;
  if (result.code === 'ENOENT') {
    throw new FaultError({
      code: 'pypgstac_missing',
      message: 'The program pypgstac is not on PATH. Run scripts/bootstrap, or: pip install "pypgstac[psycopg]".',
    });
  }
  throw new FaultError({
    code: 'pgstac_migration_failed',
    message: `pypgstac migrate ended with ${result.exitCode ?? result.signal ?? 'no exit code'}: ${lastLine(result.stderr)}`,
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
