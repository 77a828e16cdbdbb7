import type { Queryable } from '../../db/pool.ts';
import { askPgstac } from './ask-pgstac.ts';
import { type FoundRow, itemsOf } from './found-items.ts';
import { indexedQuery } from './indexed-query.ts';
import type { ItemPage, ItemSearch } from './item-search.ts';
import { pgstacQuery } from './pgstac-query.ts';
import type { Viewer } from './viewer.ts';

/**
 * The items that a search finds of those that are there for the viewer.
 *
 * Filters by properties and orders of one's own are pgstac's to make SQL of. The common shape has a query of its own, which
 * takes the indexes at once where pgstac plans each search several times over. Both find the same items in the same order.
 *
 * @throws FaultError `invalid_search` where pgstac refuses the filter or the order, `position_gone` where the item is gone
 *   after which the page was to begin
 */
export async function findItems(db: Queryable, search: ItemSearch, viewer: Viewer): Promise<ItemPage> {
  const isCommon = search.filter === undefined && search.sortby.length === 0;
  const { text, values } = isCommon ? indexedQuery(search, viewer) : await pgstacQuery(db, search, viewer);
  const { rows } = await askPgstac(() => db.query<FoundRow>(text, values));
  return itemsOf(rows, search.limit);
}
