import type pg from 'pg';
import { createRole, settleRoles } from './roles.ts';
import { grantLocks } from './ways-to-write.ts';

/** As which pgstac's own functions take locks. */
export const PGSTAC_WRITERS = ['pgstac_admin', 'pgstac_ingest'] as const;
const ROLES = [...PGSTAC_WRITERS, 'pgstac_read'] as const;

/**
 * pgstac's migration makes these roles and acts as each of them, which an owner that is no superuser may only as a member.
 * A superuser may anyway.
 */
export async function joinPgstacRoles(client: pg.Client): Promise<void> {
  for (const role of ROLES) {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    if (rowCount === 0) await createRole(client, `${role} NOLOGIN`);
    const { rows } = await client.query<{ member: boolean }>("SELECT pg_has_role($1, 'MEMBER') AS member", [role]);
    if (!rows[0]?.member) await settleRoles(() => client.query(`GRANT ${role} TO CURRENT_USER`));
  }
  await client.query(grantLocks(PGSTAC_WRITERS.join(', ')));
}
