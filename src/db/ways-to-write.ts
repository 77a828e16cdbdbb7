import type pg from 'pg';
import { hasCode } from './roles.ts';

/**
 * Locks by number, by which those that write wait for each other. Somebody else who takes them holds all of those up, and enough of
 * them fill the table of locks that the whole server shares.
 */
const LOCKS = ['pg_advisory_lock', 'pg_advisory_xact_lock', 'pg_try_advisory_lock', 'pg_try_advisory_xact_lock']
  .flatMap((name) => [name, `${name}_shared`])
  .flatMap((name) => [`${name}(bigint)`, `${name}(integer, integer)`]);

/**
 * Every role may make large objects, and messages in the write-ahead log: ways to write that table rights say nothing of. The messages
 * have a fourth parameter since PostgreSQL 17.
 */
const FUNCTIONS = [
  ...LOCKS,
  ...['lo_creat(integer)', 'lo_create(oid)', 'lo_from_bytea(oid, bytea)'],
  ...['pg_logical_emit_message(boolean, text, text)', 'pg_logical_emit_message(boolean, text, bytea)'],
  ...[
    'pg_logical_emit_message(boolean, text, text, boolean)',
    'pg_logical_emit_message(boolean, text, bytea, boolean)',
  ],
];
const INSUFFICIENT_PRIVILEGE = '42501';

/** Gives these roles the locks. From a role that may not hand them on it gives nothing, with no more than a warning. */
export function grantLocks(roles: string): string {
  return `GRANT EXECUTE ON FUNCTION ${LOCKS.map((signature) => `pg_catalog.${signature}`).join(', ')} TO ${roles}`;
}

/**
 * Closes large objects, messages in the log and locks by number to all roles but superusers and those that were given them, in this
 * database; says how to where only a superuser can.
 *
 * @param lockers the roles that take locks, quoted where need be
 */
export async function closeWaysToWrite(
  client: pg.Client,
  lockers: readonly string[],
  log: (line: string) => void,
): Promise<void> {
  try {
    for (const signature of await openFunctions(client)) {
      await client.query(`REVOKE EXECUTE ON FUNCTION pg_catalog.${signature} FROM PUBLIC`);
    }
  } catch (error) {
    if (!hasCode(error, [INSUFFICIENT_PRIVILEGE])) throw error;
  }
  // What somebody who may not takes back stays as it is, with no more than a warning.
  const open = await openFunctions(client);
  if (open.length === 0) return;
  const { rows } = await client.query<{ owner: string }>('SELECT quote_ident(current_user) AS owner');
  log(
    'Large objects, messages in the write-ahead log and advisory locks stay open to every role, because only a superuser can close ' +
      `them: have one run in this database ${grantLocks(`${rows[0]?.owner} WITH GRANT OPTION`)}; ${grantLocks(lockers.join(', '))}; ` +
      `REVOKE EXECUTE ON FUNCTION ${open.join(', ')} FROM PUBLIC.`,
  );
}

async function openFunctions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ signature: string }>(
    `SELECT signature FROM unnest($1::text[]) AS signature
     WHERE has_function_privilege('public', to_regprocedure('pg_catalog.' || signature), 'EXECUTE')`,
    [FUNCTIONS],
  );
  return rows.map(({ signature }) => signature);
}
