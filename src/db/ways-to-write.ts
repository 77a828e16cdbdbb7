import type pg from 'pg';
import { hasCode } from './roles.ts';

/**
 * Every role may make large objects, and messages in the write-ahead log: ways to write that table rights say nothing of. The messages
 * have a fourth parameter since PostgreSQL 17.
 */
const FUNCTIONS = [
  ...['lo_creat(integer)', 'lo_create(oid)', 'lo_from_bytea(oid, bytea)'],
  ...['pg_logical_emit_message(boolean, text, text)', 'pg_logical_emit_message(boolean, text, bytea)'],
  ...[
    'pg_logical_emit_message(boolean, text, text, boolean)',
    'pg_logical_emit_message(boolean, text, bytea, boolean)',
  ],
];
const INSUFFICIENT_PRIVILEGE = '42501';

/** Closes large objects and messages in the log to all roles but superusers, in this database; says how to where only a superuser can. */
export async function closeWaysToWrite(client: pg.Client, log: (line: string) => void): Promise<void> {
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
  log(
    'Large objects and messages in the write-ahead log stay open to every role, because only a superuser can close them: ' +
      `have one run REVOKE EXECUTE ON FUNCTION ${open.join(', ')} FROM PUBLIC in this database.`,
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
