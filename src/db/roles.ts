import type pg from 'pg';
import { FaultError } from '../plan/fault.ts';
import { scramVerifier } from './scram.ts';

/** A login role as a connection URL names it. */
export interface LoginRole {
  name: string;
  password: string;
}

export function loginRoleOf(databaseUrl: string): LoginRole {
  const url = new URL(databaseUrl);
  return { name: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}

/**
 * Makes sure that a login role exists, with this password and without any power over roles and databases.
 *
 * @param firstOptions of a role that is made now; what an operator makes of them later stays
 */
export async function ensureLoginRole(client: pg.Client, role: LoginRole, firstOptions = ''): Promise<void> {
  if (role.name === '' || role.password === '') {
    throw new FaultError({
      code: 'role_without_password',
      message: 'DATABASE_URL_DOMAIN and DATABASE_URL_GATEWAY each need a user name and a password.',
    });
  }
  const name = client.escapeIdentifier(role.name);
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role.name]);
  if (rowCount === 0) await createRole(client, `${name} LOGIN ${firstOptions}`);
  const verifier = client.escapeLiteral(scramVerifier(role.password));
  await settleRoles(() => client.query(`ALTER ROLE ${name} LOGIN NOCREATEROLE NOCREATEDB PASSWORD ${verifier}`));
}

const DUPLICATE_OBJECT = '42710';
const UNIQUE_VIOLATION = '23505';

/**
 * Roles are the whole server's and advisory locks one database's, so another database's migration may be quicker.
 *
 * @param definition the role's name, quoted where need be, and its options
 */
export async function createRole(client: pg.Client, definition: string): Promise<void> {
  try {
    await client.query(`CREATE ROLE ${definition}`);
  } catch (error) {
    if (!hasCode(error, [DUPLICATE_OBJECT, UNIQUE_VIOLATION])) throw error;
  }
}

/**
 * "tuple concurrently updated", or a row of a role that was not there a moment ago: roles are the whole server's, and
 * another database's migration was at the same one.
 */
const MET_ANOTHER = ['XX000', UNIQUE_VIOLATION];
const ATTEMPTS = 10;

/** Does something about roles, again where another database's migration was in its way. */
export async function settleRoles(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !hasCode(error, MET_ANOTHER)) throw error;
    }
  }
}

export function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}
