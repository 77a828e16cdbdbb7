import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';

/** pgstac has no schema while there is no collection. */
const NONE: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  title: 'STAC Queryables.',
  properties: {},
  additionalProperties: true,
};

/** JSON Schema of the properties that filters know: of one collection's, or of all. */
export async function readQueryables(db: Queryable, collection?: string): Promise<JsonObject> {
  const asked = collection === undefined ? null : [collection];
  const { rows } = await db.query<{ schema: JsonObject }>('SELECT pgstac.get_queryables($1::text[]) AS schema', [
    asked,
  ]);
  return rows[0]?.schema ?? NONE;
}
