import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';
import { type SummaryPart, summarized } from './collection-summary.ts';
import { partsFor, type Viewer } from './viewer.ts';

export interface CollectionsAsked {
  /** Only this one. */
  id?: string;
  /** Behind the one of this id. */
  after?: string | undefined;
  limit: number;
}

/**
 * Collections by their ids: those that have an item that is there for the viewer, with the extent and the summaries of what is.
 * Empty ones are for those who see everything.
 */
export async function findCollections(db: Queryable, asked: CollectionsAsked, viewer: Viewer): Promise<JsonObject[]> {
  const { text, values } = collectionsQuery(asked, viewer);
  const { rows } = await db.query<{ content: JsonObject; parts: SummaryPart[] | null }>(text, values);
  return rows.map(({ content, parts }) => summarized(content, parts ?? []));
}

function collectionsQuery({ id, after, limit }: CollectionsAsked, viewer: Viewer): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const theirs = partsFor(viewer, parameter);
  const conditions = [
    ...(id === undefined ? [] : [`collections.id = ${parameter(id)}`]),
    ...(after === undefined ? [] : [`collections.id > ${parameter(after)}`]),
    ...(theirs === undefined ? [] : ['summary.parts IS NOT NULL']),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const text = `SELECT content, parts FROM pgstac.collections
    CROSS JOIN LATERAL (SELECT jsonb_agg(to_jsonb(part)) AS parts FROM rhumbline.collection_summaries AS part
      WHERE part.collection_id = collections.id${theirs === undefined ? '' : ` AND ${theirs}`}) AS summary
    ${where} ORDER BY collections.id LIMIT ${parameter(limit)}`;
  return { text, values };
}
