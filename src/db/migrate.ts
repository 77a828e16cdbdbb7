import pg from 'pg';
import { FaultError } from '../plan/fault.ts';
import { createExtensions } from './extensions.ts';
import { MIGRATIONS_DIR, runMigrations } from './migrations.ts';
import { migratePgstac } from './pgstac.ts';
import { joinPgstacRoles } from './pgstac-roles.ts';
import { grantRights } from './rights.ts';
import { ensureLoginRole, loginRoleOf } from './roles.ts';

export interface MigrateOptions {
  /** The owner's connection URL. */
  databaseUrl: string;
  /** Connection URLs of the two other roles, which are created with the passwords found in them. */
  databaseUrlDomain: string;
  databaseUrlGateway: string;
  /** The PATH on which `pypgstac` is looked up. */
  searchPath: string;
  log: (line: string) => void;
  migrationsDir?: string;
}

/** Any number, but always the same: the key of the lock that lets one migration run at a time. */
const MIGRATION_LOCK = 7_264_120_315;

/** The public door cannot take up all of the server's connections. A role cannot lift this limit for itself. */
const GATEWAY_CONNECTIONS = 100;

/**
 * Brings a database to the state that this software needs: extensions, pgstac, our tables, the roles and their
 * rights. Does nothing where there is nothing to do, and two at once wait for each other.
 *
 * @returns the names of the SQL migrations that were applied
 * @throws FaultError `extension_unavailable`, `pypgstac_missing`, `pgstac_migration_failed`, `roles_not_distinct`
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const domain = loginRoleOf(options.databaseUrlDomain);
  const gateway = loginRoleOf(options.databaseUrlGateway);
  refuseSharedRoles([loginRoleOf(options.databaseUrl).name, domain.name, gateway.name]);
  return withLock(options.databaseUrl, async (client) => {
    await createExtensions(client);
    await joinPgstacRoles(client);
    await migratePgstac(options);
    const applied = await runMigrations(client, options.migrationsDir ?? MIGRATIONS_DIR, options.log);
    await client.query('RESET search_path');
    await ensureLoginRole(client, domain);
    await ensureLoginRole(client, gateway, `CONNECTION LIMIT ${GATEWAY_CONNECTIONS}`);
    await grantRights(client, { domain: domain.name, gateway: gateway.name }, options.log);
    return applied;
  });
}

async function withLock<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'rhumbline migrate' });
  // A connection that dies fails the statement that it was at; unheard, its event would end the process besides.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(client);
  } finally {
    // The session's end frees the lock, whatever state the session is in.
    await client.end();
  }
}

function refuseSharedRoles(names: string[]): void {
  if (new Set(names).size === names.length) return;
  throw new FaultError({
    code: 'roles_not_distinct',
    message: 'DATABASE_URL, DATABASE_URL_DOMAIN and DATABASE_URL_GATEWAY must name three different users.',
  });
}
