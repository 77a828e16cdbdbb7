import pg from 'pg';
import type { Queryable } from '../../db/pool.ts';
import { FaultError } from '../../plan/fault.ts';
import type { JsonObject } from '../../plan/json.ts';
import { askPgstac } from './ask-pgstac.ts';
import { pageSql } from './found-items.ts';
import { areaOf, boxesOf, type ItemSearch } from './item-search.ts';
import { isShown, type Viewer } from './viewer.ts';

/** The parts of `pgstac.search()`, with the viewer's condition between them. None of them writes, which search() itself does. */
const ROWS = `SELECT found.* FROM
    (SELECT concat_ws(' AND ', '(' || pgstac.stac_search_to_where($1::jsonb) || ')', $2::text, $3::text) AS conditions,
            pgstac.sort_sqlorderby($1::jsonb, false, '{collection,id}', $4::text[]) AS ordering) AS asked,
    LATERAL pgstac.search_rows(asked.conditions, asked.ordering, NULL, $5::integer) AS found`;

const BEHIND = `SELECT pgstac.get_token_filter($1::jsonb, items, false, false, $2::text[]) AS condition
  FROM pgstac.items WHERE collection = $3 AND id = $4`;

/** @throws FaultError `invalid_search`, `position_gone` */
export async function pgstacQuery(
  db: Queryable,
  search: ItemSearch,
  viewer: Viewer,
): Promise<{ text: string; values: unknown[] }> {
  const { collections = null, limit } = search;
  const asked = JSON.stringify(searchBody(search));
  const shown = isShown(viewer, 'items', pg.escapeLiteral) ?? null;
  return { text: pageSql(ROWS), values: [asked, shown, await behind(db, search), collections, limit + 1] };
}

/** What `pgstac.search()` takes. */
export function searchBody({ collections, ids, bbox, intersects, time, filter, sortby }: ItemSearch): JsonObject {
  return {
    ...(collections && { collections: [...collections] }),
    ...(ids && { ids: [...ids] }),
    ...(intersects && { intersects }),
    ...(bbox && areaMember(bbox)),
    ...(time && { datetime: `${time.start ?? '..'}/${time.end ?? '..'}` }),
    ...(filter && { filter, 'filter-lang': 'cql2-json' }),
    ...(sortby.length > 0 && { sortby: sortby.map(({ field, direction }) => ({ field, direction })) }),
  };
}

function areaMember(bbox: NonNullable<ItemSearch['bbox']>): JsonObject {
  const boxes = boxesOf(bbox);
  return boxes.length === 1 ? { bbox } : { intersects: areaOf(boxes) };
}

async function behind(db: Queryable, { after, sortby, collections }: ItemSearch): Promise<string | null> {
  if (after === null) return null;
  const [, collection, id] = after;
  const order = sortby.length > 0 ? JSON.stringify(sortby) : null;
  const { rows } = await askPgstac(() =>
    db.query<{ condition: string }>(BEHIND, [order, collections ?? null, collection, id]),
  );
  if (rows[0]) return rows[0].condition;
  const message = 'The item after which the page was to begin is gone. Begin again.';
  throw new FaultError({ code: 'position_gone', message });
}
