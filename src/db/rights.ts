import type pg from 'pg';
import { PGSTAC_WRITERS } from './pgstac-roles.ts';
import { readableByGateway } from './readable-by-gateway.ts';
import { settleRoles } from './roles.ts';
import { closeWaysToWrite, grantLocks } from './ways-to-write.ts';

export interface Roles {
  /** The asset service's: reads and writes the domain, loads the catalogue. */
  domain: string;
  /** The public door's: SELECT and nothing else. */
  gateway: string;
}

/**
 * Gives both roles exactly their rights, whatever they had before, and takes from PUBLIC what PostgreSQL gives everybody
 * and a read-only role must not have: temporary tables, new objects, other ways to write.
 */
export async function grantRights(client: pg.Client, roles: Roles, log: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = client.escapeIdentifier(rows[0]?.name ?? '');
  const domain = client.escapeIdentifier(roles.domain);
  const gateway = client.escapeIdentifier(roles.gateway);
  const statements = [
    ...rightsOfPublic(database),
    ...rightsOfGateway(database, gateway),
    ...rightsOfDomain(database, domain),
  ];
  await settleRoles(() => runTogether(client, statements));
  await closeWaysToWrite(client, [domain, ...PGSTAC_WRITERS], log);
}

/** All or nothing: nobody sees a role between losing its rights and getting them. */
async function runTogether(client: pg.Client, statements: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function rightsOfPublic(database: string): string[] {
  return [
    `REVOKE CREATE, TEMPORARY ON DATABASE ${database} FROM PUBLIC`,
    // As which pgstac's migrations make theirs.
    `GRANT TEMPORARY ON DATABASE ${database} TO pgstac_admin`,
    'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
    'REVOKE ALL ON SCHEMA rhumbline FROM PUBLIC',
    'REVOKE ALL ON ALL TABLES IN SCHEMA rhumbline FROM PUBLIC',
  ];
}

function rightsOfGateway(database: string, gateway: string): string[] {
  return [
    `REVOKE ALL ON DATABASE ${database} FROM ${gateway}`,
    `REVOKE ALL ON SCHEMA rhumbline FROM ${gateway}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA rhumbline FROM ${gateway}`,
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA rhumbline FROM ${gateway}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${gateway}`,
    `GRANT USAGE ON SCHEMA rhumbline TO ${gateway}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA rhumbline REVOKE ALL ON TABLES FROM ${gateway}`,
    ...readableByGateway().map((readable) => `GRANT SELECT ${readable} TO ${gateway}`),
    ...rightsOfCatalogueReader(database, gateway),
  ];
}

/** What searches read. Not pgstac's own role of readers: that one writes into its caches. */
const CATALOGUE = [
  ...['items', 'collections', 'base_items', 'partition_stats'],
  ...['queryables', 'cql2_ops', 'pgstac_settings'],
].map((name) => `pgstac.${name}`);

function rightsOfCatalogueReader(database: string, gateway: string): string[] {
  return [
    `REVOKE ALL ON SCHEMA pgstac FROM ${gateway}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA pgstac FROM ${gateway}`,
    `GRANT USAGE ON SCHEMA pgstac TO ${gateway}`,
    `GRANT SELECT ON ${CATALOGUE.join(', ')} TO ${gateway}`,
    // pgstac's functions find each other by the search path.
    `ALTER ROLE ${gateway} IN DATABASE ${database} SET search_path TO pgstac, public`,
  ];
}

const ARCHIVERS = ['archive_jobs', 'archive_events', 'archive_webhooks', 'prune_archive'].map(
  (name) => `rhumbline.${name}`,
);

const KEPT = ['item_jobs', 'item_traits', 'collection_summaries', 'changed_collections'].map(
  (name) => `rhumbline.${name}`,
);

function rightsOfDomain(database: string, domain: string): string[] {
  return [
    `GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${domain}`,
    `GRANT USAGE ON SCHEMA rhumbline TO ${domain}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rhumbline TO ${domain}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA rhumbline TO ${domain}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA rhumbline GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${domain}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA rhumbline GRANT USAGE ON SEQUENCES TO ${domain}`,
    // Trail and timeline are appended to and never rewritten; which migrations ran is the owner's to say.
    `REVOKE UPDATE, DELETE ON rhumbline.events, rhumbline.job_timeline FROM ${domain}`,
    `REVOKE INSERT, UPDATE, DELETE ON rhumbline.schema_migrations, rhumbline.archive FROM ${domain}`,
    // Triggers keep them.
    `REVOKE INSERT, UPDATE, DELETE ON ${KEPT.join(', ')} FROM ${domain}`,
    // What is past its age is removed of them by functions that archive it.
    `GRANT EXECUTE ON FUNCTION ${ARCHIVERS.join(', ')} TO ${domain}`,
    grantLocks(domain),
    `GRANT pgstac_ingest, pgstac_read TO ${domain}`,
    // pgstac's functions find each other by the search path.
    `ALTER ROLE ${domain} IN DATABASE ${database} SET search_path TO pgstac, public`,
  ];
}
