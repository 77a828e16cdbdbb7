import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';
import { conditionOn, type Viewer } from './viewer.ts';

export interface CollectionsAsked {
  /** Only this one. */
  id?: string;
  /** Behind the one of this id. */
  after?: string | undefined;
  limit: number;
}

/** Collections by their ids: those that have an item that is there for the viewer. Empty ones are for those who see everything. */
export async function findCollections(db: Queryable, asked: CollectionsAsked, viewer: Viewer): Promise<JsonObject[]> {
  const { text, values } = collectionsQuery(asked, viewer);
  const { rows } = await db.query<{ content: JsonObject }>(text, values);
  return rows.map(({ content }) => content);
}

function collectionsQuery({ id, after, limit }: CollectionsAsked, viewer: Viewer): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const theirs = conditionOn(viewer, parameter);
  const conditions = [
    ...(id === undefined ? [] : [`collections.id = ${parameter(id)}`]),
    ...(after === undefined ? [] : [`collections.id > ${parameter(after)}`]),
    ...(theirs === undefined ? [] : [hasShown(theirs)]),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const text = `SELECT content FROM pgstac.collections ${where} ORDER BY collections.id LIMIT ${parameter(limit)}`;
  return { text, values };
}

function hasShown(condition: string | null): string {
  const theirs = condition === null ? '' : ` AND ${condition}`;
  return `(SELECT true FROM rhumbline.shown_items AS shown WHERE shown.collection_id = collections.id${theirs} LIMIT 1)`;
}
