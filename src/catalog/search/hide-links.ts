import type { Queryable } from '../../db/pool.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import type { ItemRef } from './item-search.ts';
import { isShown, type Viewer } from './viewer.ts';

/** Items without their links to items that are not there for the viewer: of what a public one was made need not be public. */
export async function hideLinks(db: Queryable, items: JsonObject[], viewer: Viewer): Promise<JsonObject[]> {
  const linked = items.flatMap((item) => linksOf(item).flatMap((link) => linkedItem(link) ?? []));
  if (linked.length === 0 || viewer.sees === 'everything') return items;
  const shown = await shownOf(db, linked, viewer);
  const isThere = (link: JsonValue) => {
    const ref = linkedItem(link);
    return ref === undefined || shown.has(keyOf(ref));
  };
  return items.map((item) => (Array.isArray(item.links) ? { ...item, links: item.links.filter(isThere) } : item));
}

const linksOf = ({ links }: JsonObject): readonly JsonValue[] => (Array.isArray(links) ? links : []);

/** Of this catalogue, as `stac_register_item` links them. */
function linkedItem(link: JsonValue): ItemRef | undefined {
  if (!isJsonObject(link) || typeof link.href !== 'string') return undefined;
  const [, collection_id, item_id] = /^\.\.\/\.\.\/([^/]+)\/items\/([^/]+)$/.exec(link.href) ?? [];
  return collection_id && item_id ? { collection_id, item_id } : undefined;
}

const keyOf = ({ collection_id, item_id }: ItemRef): string => JSON.stringify([collection_id, item_id]);

async function shownOf(db: Queryable, refs: readonly ItemRef[], viewer: Viewer): Promise<Set<string>> {
  const values: unknown[] = [refs.map(({ collection_id }) => collection_id), refs.map(({ item_id }) => item_id)];
  const shown = isShown(viewer, 'items', (literal) => `$${values.push(literal)}`);
  const text = `SELECT collection AS collection_id, id AS item_id
    FROM unnest($1::text[], $2::text[]) AS items (collection, id) WHERE ${shown ?? true}`;
  const { rows } = await db.query<ItemRef>(text, values);
  return new Set(rows.map(keyOf));
}
