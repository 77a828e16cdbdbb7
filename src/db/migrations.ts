import { runner } from 'node-pg-migrate';
import type pg from 'pg';

/** The folder of the numbered SQL files. */
export const MIGRATIONS_DIR = new URL('../../migrations', import.meta.url).pathname;

/**
 * Runs the SQL files that this database has not had yet, all in one transaction, and returns their names. Forward only:
 * a file that was ever released is never edited, the next one mends it.
 */
export async function runMigrations(
  client: pg.Client,
  directory: string,
  log: (line: string) => void,
): Promise<string[]> {
  const applied = await runner({
    dbClient: client,
    dir: directory,
    // The library has every file of the folder imported, so anything but SQL is a mistake that should not be run.
    ignorePattern: '(?!.*\\.sql$).*',
    direction: 'up',
    schema: 'rhumbline',
    createSchema: true,
    migrationsTable: 'schema_migrations',
    checkOrder: true,
    singleTransaction: true,
    // The caller holds the lock.
    noLock: true,
    logger: { info: () => {}, warn: log, error: log },
  });
  return applied.map((migration) => migration.name);
}
