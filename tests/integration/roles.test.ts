import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import pg from 'pg';
import { stackEnv } from '../support/stack.ts';
import { freshDatabase, migrateDatabase, poolOf, statements, type TestDatabase } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

const LOCKS = [
  'pg_advisory_lock',
  'pg_advisory_xact_lock',
  'pg_try_advisory_lock',
  'pg_try_advisory_xact_lock',
].flatMap((name) => [name, `${name}_shared`]);

interface Table {
  /** Quoted, with its schema. */
  name: string;
  schema: string;
  /** A column that an UPDATE may name. */
  column: string | null;
}

describe("the gateway's role", () => {
  const lifetime = suiteLifetime();
  let database: TestDatabase;
  let gateway: pg.Pool;
  let owner: pg.Pool;
  before(async () => {
    database = await freshDatabase(lifetime);
    gateway = poolOf(lifetime, database.gateway, 4);
    owner = poolOf(lifetime, database.owner, 2);
  });

  async function refused(statement: string): Promise<void> {
    await assert.rejects(
      gateway.query(statement),
      (error) => {
        assert.ok(error instanceof pg.DatabaseError, String(error));
        assert.equal(error.code, INSUFFICIENT_PRIVILEGE, `${statement}: ${error.code} ${error.message}`);
        return true;
      },
      statement,
    );
  }

  test('is refused every write and every change on every table and partition in the catalogue', async () => {
    const tables = await tablesOf(owner);
    assert.ok(tables.some(({ name }) => name === 'rhumbline.asset_versions'));
    assert.ok(tables.some(({ schema }) => schema === 'pgstac'));
    for (const { name, column } of tables) {
      await refused(`INSERT INTO ${name} DEFAULT VALUES`);
      if (column !== null) await refused(`UPDATE ${name} SET ${column} = ${column}`);
      await refused(`DELETE FROM ${name}`);
      await refused(`TRUNCATE ${name}`);
      await refused(`ALTER TABLE ${name} ADD COLUMN intruder integer`);
      await refused(`DROP TABLE ${name}`);
      await refused(`CREATE INDEX ON ${name} ((1))`);
    }
  });

  test('may write through no view either', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', nspname, relname) AS name
       FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE relkind IN ('v', 'm', 'f') AND has_schema_privilege($1, nspname, 'USAGE')
         AND has_table_privilege($1, pg_class.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')`,
      [roleOf(database.gateway)],
    );
    // An update of pg_settings is a SET of the own session, open to everybody.
    assert.deepEqual(rows, [{ name: 'pg_catalog.pg_settings' }]);
  });

  test('can make nothing in any schema', async () => {
    const { rows } = await owner.query<{ schema: string }>(
      `SELECT quote_ident(nspname) AS schema FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)'`,
    );
    for (const { schema } of rows) {
      await refused(`CREATE TABLE ${schema}.intruder ()`);
      await refused(`CREATE VIEW ${schema}.intruder AS SELECT 1 AS one`);
      await refused(`CREATE FUNCTION ${schema}.intruder() RETURNS integer LANGUAGE sql AS 'SELECT 1'`);
      await refused(`DROP SCHEMA ${schema} CASCADE`);
    }
  });

  test('can make nothing outside of schemas', async () => {
    for (const statement of [
      'CREATE TEMPORARY TABLE intruder ()',
      'SELECT 1 AS one INTO TEMPORARY intruder',
      'CREATE SCHEMA intruder',
      'CREATE ROLE intruder',
      'CREATE DATABASE intruder',
      'CREATE EXTENSION tablefunc',
      'SELECT lo_create(0)',
      'SELECT lo_creat(-1)',
      "SELECT lo_from_bytea(0, 'x')",
      "SELECT pg_logical_emit_message(false, 'intruder', 'x')",
      "SELECT pg_logical_emit_message(true, 'intruder', '\\x00'::bytea)",
      ...LOCKS.flatMap((name) => [`SELECT ${name}(1)`, `SELECT ${name}(1, 1)`]),
      "COPY (SELECT 1) TO '/tmp/intruder'",
      "COPY (SELECT 1) TO PROGRAM 'true'",
      `SET ROLE ${roleOf(database.owner)}`,
      `SET ROLE ${roleOf(database.domain)}`,
      'ALTER SYSTEM SET work_mem = 65536',
      "SELECT nextval('rhumbline.events_event_id_seq')",
      "SELECT setval('rhumbline.events_event_id_seq', 1)",
    ]) {
      await refused(statement);
    }
  });

  test("reaches no function that runs with its owner's rights", async () => {
    const { rows } = await owner.query(
      `SELECT DISTINCT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
       WHERE prosecdef AND has_schema_privilege($1, nspname, 'USAGE') AND has_function_privilege($1, pg_proc.oid, 'EXECUTE')`,
      [roleOf(database.gateway)],
    );
    // PostGIS's look into the planner's statistics. It writes nothing.
    assert.deepEqual(rows, [{ proname: 'st_estimatedextent' }]);
  });

  test('cannot even connect to a database that is not ours', async () => {
    for (const other of ['postgres', 'template1']) {
      for (const role of ['DATABASE_URL_GATEWAY', 'DATABASE_URL_DOMAIN']) {
        const url = new URL(stackEnv(role));
        url.pathname = `/${other}`;
        await assert.rejects(statements(url.href, ['SELECT']), { code: INSUFFICIENT_PRIVILEGE }, `${role}: ${other}`);
      }
    }
  });

  test('has limits that it cannot lift', async () => {
    const { rows } = await owner.query('SELECT rolconnlimit FROM pg_roles WHERE rolname = $1', [
      roleOf(database.gateway),
    ]);
    assert.deepEqual(rows, [{ rolconnlimit: 100 }]);
    await refused(`ALTER ROLE ${roleOf(database.gateway)} CONNECTION LIMIT -1`);
    await refused('SET temp_file_limit = -1');
  });

  test("reads no secret, plan, input or address: those are the domain's alone", async () => {
    const { rows } = await owner.query<{ columns: string[] }>(
      `SELECT array_agg(relname || '.' || attname ORDER BY relname, attnum) AS columns
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
       WHERE relnamespace = 'rhumbline'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
         AND NOT has_column_privilege($1, pg_class.oid, attnum, 'SELECT')`,
      [roleOf(database.gateway)],
    );
    const closed = new Set(rows[0]?.columns);
    for (const column of [
      ...['webhook_secrets.sealed', 'webhook_deliveries.url', 'webhook_deliveries.body', 'idempotency_keys.answer'],
      ...[
        'idempotency_keys.key',
        'jobs.plan',
        'jobs.inputs',
        'jobs.result',
        'jobs.callback_url',
        'jobs.idempotency_key',
      ],
      ...['asset_versions.request_hash', 'asset_versions.outputs', 'schedules.plan', 'schedules.inputs'],
      ...['job_troubles.last_error', 'events.before', 'events.after', 'archive.record', 'waiting_items.content'],
    ]) {
      assert.ok(closed.has(column), `${column} is open, or gone`);
      const [table, name] = column.split('.');
      await refused(`SELECT ${name} FROM rhumbline.${table}`);
    }
    for (const table of ['jobs', 'asset_versions', 'schedules', 'archive', 'waiting_items'])
      await refused(`SELECT * FROM rhumbline.${table}`);
    await gateway.query('SELECT key_hash FROM rhumbline.api_keys LIMIT 1');
  });

  test('reads nothing of later migrations that it was not given', async () => {
    await statements(database.owner, ['CREATE TABLE rhumbline.of_a_later_migration (id integer)']);
    await refused('SELECT FROM rhumbline.of_a_later_migration');
    await refused('INSERT INTO rhumbline.of_a_later_migration VALUES (1)');
    assert.deepEqual(await migrateDatabase(database), []);
    await refused('SELECT id FROM rhumbline.of_a_later_migration');
  });

  test('loses what it was given by hand at the next migration', async () => {
    await statements(database.owner, [`GRANT INSERT, UPDATE ON rhumbline.platforms TO ${roleOf(database.gateway)}`]);
    assert.deepEqual(await migrateDatabase(database), []);
    await refused('UPDATE rhumbline.platforms SET is_active = false');
  });
});

describe("the owner's role", () => {
  test('is no superuser, and cannot become one', async () => {
    const url = stackEnv('DATABASE_URL');
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    try {
      const { rows } = await owner.query('SELECT rolname FROM pg_roles WHERE rolsuper AND pg_has_role(oid, $1)', [
        'MEMBER',
      ]);
      assert.deepEqual(rows, []);
      await assert.rejects(owner.query(`ALTER ROLE ${roleOf(url)} SUPERUSER`), { code: INSUFFICIENT_PRIVILEGE });
      await assert.rejects(owner.query("COPY (SELECT 1) TO PROGRAM 'true'"), { code: INSUFFICIENT_PRIVILEGE });
    } finally {
      await owner.end();
    }
  });
});

describe("the domain's role", () => {
  const lifetime = suiteLifetime();
  let domain: pg.Pool;
  before(async () => {
    domain = poolOf(lifetime, (await freshDatabase(lifetime)).domain, 2);
  });

  test('appends to the event trail and cannot rewrite it', async () => {
    await domain.query("INSERT INTO rhumbline.events (kind, actor) VALUES ('Test:Happened', 'test')");
    for (const statement of ["UPDATE rhumbline.events SET actor = 'eve'", 'DELETE FROM rhumbline.events']) {
      await assert.rejects(domain.query(statement), { code: INSUFFICIENT_PRIVILEGE }, statement);
    }
  });

  test('can load the catalogue', async () => {
    const collection = {
      type: 'Collection',
      id: 'c',
      stac_version: '1.1.0',
      description: 'c',
      license: 'other',
      links: [],
    };
    await domain.query('SELECT pgstac.create_collection($1::jsonb)', [JSON.stringify(collection)]);
    const { rowCount } = await domain.query("SELECT FROM pgstac.collections WHERE id = 'c'");
    assert.equal(rowCount, 1);
  });
});

describe('migrations', () => {
  const lifetime = suiteLifetime();

  test('of several databases on one server at once do not get in the way of each other, though they share roles', async () => {
    await Promise.all([1, 2, 3].map(() => freshDatabase(lifetime)));
  });

  test('two at once wait for each other, and a third has nothing to do', async () => {
    const database = await freshDatabase(lifetime);
    assert.deepEqual(await Promise.all([migrateDatabase(database), migrateDatabase(database)]), [[], []]);
  });
});

async function tablesOf(owner: pg.Pool): Promise<Table[]> {
  const { rows } = await owner.query<Table>(
    `SELECT format('%I.%I', nspname, relname) AS name, nspname AS schema,
            (SELECT quote_ident(attname) FROM pg_attribute
             WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = ''
             LIMIT 1) AS column
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'p') ORDER BY 1`,
  );
  return rows;
}

function roleOf(url: string): string {
  return new URL(url).username;
}
