import { isJsonObject, type JsonObject, type JsonValue } from '../../../plan/json.ts';
import { GEOJSON_TYPE, JSON_SCHEMA_TYPE, JSON_TYPE } from '../../shared/media-types.ts';

/** Where the STAC API begins. */
export const STAC_ROOT = '/stac';
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.1';
const QUERYABLES = 'http://www.opengis.net/def/rel/ogc/1.0/queryables';

export interface Link extends JsonObject {
  rel: string;
  href: string;
  type: string;
}

/** Addresses of what the STAC API has, absolute. */
export function stacUrls(origin: string) {
  const root = `${origin}${STAC_ROOT}`;
  const collection = (id: string) => `${root}/collections/${encodeURIComponent(id)}`;
  const items = (id: string) => `${collection(id)}/items`;
  return {
    ...{ root, collection, items },
    collections: `${root}/collections`,
    search: `${root}/search`,
    item: (collectionId: string, id: string) => `${items(collectionId)}/${encodeURIComponent(id)}`,
  };
}

export function link(rel: string, href: string, type = JSON_TYPE, more: JsonObject = {}): Link {
  return { rel, href, type, ...more };
}

export function rootLinks(origin: string): Link[] {
  const { root, collections, search } = stacUrls(origin);
  return [
    link('root', root),
    link('self', root),
    link('data', collections),
    link('conformance', `${root}/conformance`),
    link('search', search, GEOJSON_TYPE, { method: 'GET' }),
    link('search', search, GEOJSON_TYPE, { method: 'POST' }),
    link(QUERYABLES, `${root}/queryables`, JSON_SCHEMA_TYPE),
    link('service-desc', `${root}/api`, OPENAPI_TYPE),
    link('service-doc', `${origin}/docs`, 'text/html'),
  ];
}

/** A collection of the catalogue with the links that it has in this API, besides others of its own. */
export function linkedCollection(collection: JsonObject, origin: string): JsonObject {
  const urls = stacUrls(origin);
  const id = String(collection.id);
  return withLinks(collection, [
    link('root', urls.root),
    link('parent', urls.root),
    link('self', urls.collection(id)),
    link('items', urls.items(id), GEOJSON_TYPE),
    link(QUERYABLES, `${urls.collection(id)}/queryables`, JSON_SCHEMA_TYPE),
  ]);
}

export function linkedItem(item: JsonObject, origin: string): JsonObject {
  const urls = stacUrls(origin);
  const [collection, id] = [String(item.collection), String(item.id)];
  const self = urls.item(collection, id);
  return withLinks(absolute(item, self), [
    link('root', urls.root),
    link('parent', urls.collection(collection)),
    link('collection', urls.collection(collection)),
    link('self', self, GEOJSON_TYPE),
  ]);
}

/** Stored relative to where the item is; in a list of items it is somewhere else. */
function absolute(item: JsonObject, self: string): JsonObject {
  if (!Array.isArray(item.links)) return item;
  const links = item.links.map((each) => {
    const isRelative = isJsonObject(each) && typeof each.href === 'string' && each.href.startsWith('../');
    return isRelative ? { ...each, href: new URL(String(each.href), self).href } : each;
  });
  return { ...item, links };
}

/** Those that were stored under the same relations hold somewhere else. */
function withLinks(thing: JsonObject, links: readonly Link[]): JsonObject {
  const own = new Set(links.map(({ rel }) => rel));
  const stored = Array.isArray(thing.links) ? thing.links.filter((each) => !own.has(relOf(each))) : [];
  return { ...thing, links: [...links, ...stored] };
}

function relOf(stored: JsonValue): string {
  return isJsonObject(stored) ? String(stored.rel) : '';
}
