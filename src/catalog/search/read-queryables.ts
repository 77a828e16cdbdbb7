import type { Queryable } from '../../db/pool.ts';
import { isJsonObject, type JsonObject } from '../../plan/json.ts';
import { partsFor, type Viewer } from './viewer.ts';

/** pgstac has no schema while there is no collection. */
const NONE: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  title: 'STAC Queryables.',
  properties: {},
  additionalProperties: true,
};

/** JSON Schema of the properties that filters know: of one collection's, or of all that are there for the viewer. */
export async function readQueryables(db: Queryable, viewer: Viewer, collection?: string): Promise<JsonObject> {
  const asked = collection === undefined ? null : [collection];
  const values: unknown[] = [asked];
  const theirs = partsFor(viewer, (literal) => `$${values.push(literal)}`);
  const text = `SELECT pgstac.get_queryables($1::text[]) AS schema, ARRAY(SELECT name FROM pgstac.queryables
    WHERE collection_ids IS NULL
    OR collection_ids && ARRAY(SELECT collection_id FROM rhumbline.collection_summaries WHERE ${theirs ?? true})) AS known`;
  const { rows } = await db.query<{ schema: JsonObject | null; known: string[] }>(text, values);
  const [{ schema, known } = { schema: null, known: [] }] = rows;
  if (!schema || viewer.sees === 'everything') return schema ?? NONE;
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  return { ...schema, properties: Object.fromEntries(properties.filter(([name]) => known.includes(name))) };
}
