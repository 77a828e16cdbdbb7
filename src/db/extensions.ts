import type pg from 'pg';
import { FaultError } from '../plan/fault.ts';

/** What the catalogue (pgstac) and our own SQL build on. */
const EXTENSIONS = ['postgis', 'btree_gist', 'unaccent'] as const;

const INSUFFICIENT_PRIVILEGE = '42501';
const UNDEFINED_FILE = '58P01';

/** Creates the extensions that are not there yet. @throws FaultError `extension_unavailable` */
export async function createExtensions(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ extname: string }>('SELECT extname FROM pg_extension');
  const present = new Set(rows.map((row) => row.extname));
  for (const extension of EXTENSIONS) {
    if (!present.has(extension)) await createExtension(client, extension);
  }
}

async function createExtension(client: pg.Client, extension: string): Promise<void> {
  try {
    await client.query(`CREATE EXTENSION IF NOT EXISTS ${client.escapeIdentifier(extension)}`);
  } catch (cause) {
    throw new FaultError({ code: 'extension_unavailable', message: explain(extension, cause) }, { cause });
  }
}

function explain(extension: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const what = `The PostgreSQL extension ${extension} could not be created`;
  if (code === INSUFFICIENT_PRIVILEGE) {
    return `${what}: the role of DATABASE_URL may not. Have a superuser run CREATE EXTENSION ${extension} in this database once.`;
  }
  if (code === UNDEFINED_FILE) {
    return `${what}: the server does not have it. Install the server's PostGIS package (Debian: postgresql-15-postgis-3).`;
  }
  return `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
}
