import pg from 'pg';
import { scramVerifier } from '../../../db/scram.ts';
import { closeWaysToWrite, grantLocks } from '../../../db/ways-to-write.ts';

/** The superuser that the cluster was made with. It sets the server up and is told to nobody. */
export const ADMIN = 'rhumbline_admin';
/** The role of DATABASE_URL: makes databases and roles, and is no superuser. */
export const OWNER = 'rhumbline_owner';
export const DATABASE = 'rhumbline';

/** As in an operator's database, only a superuser can bring PostGIS in: every new database gets these by its template. */
const EXTENSIONS = ['postgis', 'btree_gist', 'unaccent'];

/** Databases that every server has, and that no role of ours has any business in. */
const NOT_OURS = ['postgres', 'template1'];

export interface SetupOptions {
  port: number;
  adminPassword: string;
  ownerPassword: string;
}

/** Brings the server to where an operator's would be before the migrations: the owner's role and its database. */
export async function setUpServer({ port, adminPassword, ownerPassword }: SetupOptions): Promise<void> {
  const url = (database: string) => databaseUrl(port, ADMIN, adminPassword, database);
  await runIn(url('postgres'), async (server) => {
    await ensureOwner(server, ownerPassword);
    for (const database of NOT_OURS) {
      await server.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
    }
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount !== 0) return;
    await runIn(url('template1'), fillTemplate);
    await server.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  });
}

export function databaseUrl(port: number, user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

async function ensureOwner(server: pg.Client, password: string): Promise<void> {
  const { rowCount } = await server.query('SELECT FROM pg_roles WHERE rolname = $1', [OWNER]);
  if (rowCount !== 0) return;
  const verifier = server.escapeLiteral(scramVerifier(password));
  await server.query(`CREATE ROLE ${OWNER} LOGIN CREATEDB CREATEROLE PASSWORD ${verifier}`);
  // To drop a database of its own that somebody is still connected to.
  await server.query(`GRANT pg_signal_backend TO ${OWNER}`);
}

async function fillTemplate(template: pg.Client): Promise<void> {
  for (const extension of EXTENSIONS) await template.query(`CREATE EXTENSION IF NOT EXISTS ${extension}`);
  await template.query(grantLocks(`${OWNER} WITH GRANT OPTION`));
  await closeWaysToWrite(template, [], () => undefined);
}

async function runIn(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
