import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { hydrate } from './hydrate.ts';
import type { ItemPage } from './item-search.ts';

/** An item as it is stored, or, after all items, what one of their collections has of all its items. */
export type FoundRow =
  | { kind: 'item'; collection: string; id: string; place: (string | null)[]; geometry: string; content: JsonObject }
  | { kind: 'base'; collection: string; id: string; place: null; geometry: null; content: JsonObject | null };

/** Of content: which edition of its collection's base item it goes with. */
const EDITION = 'pgstac:base_item';

/**
 * SQL of a page: its items, and then each of the base items that they go with, once.
 *
 * @param rows SQL of rows of `pgstac.items` with their `place`, in order, one more than the page has
 */
export function pageSql(rows: string): string {
  return `WITH page AS MATERIALIZED (${rows})
    SELECT 'item' AS kind, collection, id, place, ST_AsGeoJSON(geometry, 20) AS geometry, content
    FROM page
    UNION ALL
    SELECT 'base', collection, edition, NULL, NULL, pgstac.collection_base_item(collection, nullif(edition, '')::integer)
    FROM (SELECT DISTINCT collection, coalesce(content->>'${EDITION}', '') AS edition FROM page) AS editions`;
}

export function itemsOf(rows: readonly FoundRow[], limit: number): ItemPage {
  const bases = new Map(
    rows.flatMap((row) => (row.kind === 'base' ? [[baseKey(row.collection, row.id), row.content]] : [])),
  );
  const found = rows.filter((row) => row.kind === 'item');
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => {
      const { [EDITION]: edition, ...content } = row.content;
      return itemOf(row, content, bases.get(baseKey(row.collection, textOf(edition))) ?? {});
    }),
    next:
      found.length > limit && last
        ? { place: last.place, item: { collection_id: last.collection, item_id: last.id } }
        : null,
  };
}

function itemOf(row: Extract<FoundRow, { kind: 'item' }>, content: JsonObject, base: JsonObject): JsonObject {
  const { collection, id, geometry } = row;
  const item = hydrate({ type: 'Feature', id, collection, geometry: JSON.parse(geometry), ...content }, base);
  return withDatetime(item);
}

/** pgstac drops members that are null, but an item with a range of time must have `datetime: null`. */
function withDatetime(item: JsonObject): JsonObject {
  const properties = isJsonObject(item.properties) ? item.properties : {};
  return { ...item, properties: { datetime: null, ...properties } };
}

function baseKey(collection: string, edition: string): string {
  return JSON.stringify([collection, edition]);
}

function textOf(edition: JsonValue | undefined): string {
  return edition === undefined || edition === null ? '' : String(edition);
}
