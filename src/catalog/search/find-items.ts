import type { Queryable } from '../../db/pool.ts';
import { FaultError } from '../../plan/fault.ts';
import { askPgstac } from './ask-pgstac.ts';
import { type FoundRow, itemsOf } from './found-items.ts';
import { hideLinks } from './hide-links.ts';
import type { ItemPage, ItemSearch } from './item-search.ts';
import { itemsQuery, namesOf, placeQuery } from './items-query.ts';
import { type Properties, readProperties } from './read-properties.ts';
import type { Viewer } from './viewer.ts';

/**
 * The items that a search finds of those that are there for the viewer: what `pgstac.search()` finds, in its order, but where
 * that compares numbers as texts.
 *
 * @throws FaultError `invalid_search` where the filter or the order cannot be carried out, `position_gone` where the page was
 *   to begin after an item that is gone
 */
export async function findItems(db: Queryable, search: ItemSearch, viewer: Viewer): Promise<ItemPage> {
  return askPgstac(async () => {
    const properties = await readProperties(db, namesOf(search), search.collections);
    const { text, values } = itemsQuery(search, viewer, properties, await placeOf(db, search, properties));
    const { rows } = await db.query<FoundRow>(text, values);
    const page = itemsOf(rows, search.limit);
    return { ...page, items: await hideLinks(db, page.items, viewer) };
  });
}

async function placeOf(db: Queryable, search: ItemSearch, properties: Properties): Promise<(string | null)[] | null> {
  const { after } = search;
  if (after === null) return null;
  if (!('item_id' in after)) return [...after];
  const { text, values } = placeQuery(search, properties, after);
  const { rows } = await db.query<{ place: (string | null)[] }>(text, values);
  if (rows[0]) return rows[0].place;
  const message = 'The item after which the page was to begin is gone. Begin again.';
  throw new FaultError({ code: 'position_gone', message });
}
