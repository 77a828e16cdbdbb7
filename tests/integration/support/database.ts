import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../../src/db/migrate.ts';
import { createPool } from '../../../src/db/pool.ts';
import type { Lifetime } from './lifetime.ts';

export interface TestDatabase {
  /** Connection URLs of the three roles. */
  owner: string;
  domain: string;
  gateway: string;
}

/**
 * A database of the test's own on the stack's server, migrated from nothing, with roles of its own; dropped when the
 * test ends. Nothing of the running stack sees its rows.
 */
export async function freshDatabase(t: Lifetime): Promise<TestDatabase> {
  const server = required('DATABASE_URL');
  const suffix = randomBytes(6).toString('hex');
  const name = `rhumbline_test_${suffix}`;
  const database: TestDatabase = {
    owner: urlFor(server, name),
    domain: urlFor(server, name, `test_domain_${suffix}`),
    gateway: urlFor(server, name, `test_gateway_${suffix}`),
  };
  await statements(server, [`CREATE DATABASE ${name}`]);
  t.after(() =>
    statements(server, [
      `DROP DATABASE ${name} WITH (FORCE)`,
      `DROP ROLE IF EXISTS test_domain_${suffix}`,
      `DROP ROLE IF EXISTS test_gateway_${suffix}`,
    ]),
  );
  await migrateDatabase(database);
  return database;
}

export function migrateDatabase(database: TestDatabase): Promise<string[]> {
  return migrate({
    databaseUrl: database.owner,
    databaseUrlDomain: database.domain,
    databaseUrlGateway: database.gateway,
    searchPath: required('PATH'),
    log: () => {},
  });
}

export function poolOf(t: Lifetime, url: string, max = 10, statement_timeout_ms?: number): pg.Pool {
  const limit = statement_timeout_ms === undefined ? {} : { statement_timeout_ms };
  const pool = createPool({ url, application_name: 'tests', max, onError: () => {}, ...limit });
  t.after(() => pool.end());
  return pool;
}

export async function statements(url: string, texts: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
}

/** A setting of the running stack. Without it a test cannot mean anything, so it fails. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by npm test, or read stack.env first`);
  return value;
}

function urlFor(server: string, database: string, user?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (user !== undefined) {
    url.username = user;
    url.password = randomBytes(12).toString('hex');
  }
  return url.href;
}
