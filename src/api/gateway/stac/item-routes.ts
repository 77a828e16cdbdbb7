import type { z } from 'zod';
import type { JsonObject } from '../../../plan/json.ts';
import { GEOJSON_TYPE } from '../../shared/media-types.ts';
import { requireItem } from '../../shared/require-item.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { collectionParams, itemParams } from '../../shared/schemas/stac.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';
import { answerItems } from './answer-items.ts';
import { STAC } from './catalogue-routes.ts';
import { link, linkedItem, STAC_ROOT, stacUrls } from './links.ts';
import { searchBody, searchQuery } from './parameters.ts';
import { type ItemsRequest, readBody, readQuery } from './read-request.ts';
import { requireCollection } from './require-collection.ts';
import { itemCollection, stacItem } from './schemas.ts';

const PAGE = {
  status: 200,
  description: 'A page of items, with a link `next` where there are more.',
  schema: itemCollection,
  media_type: GEOJSON_TYPE,
} as const;

export function itemsRoute(services: GatewayServices): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: `${STAC_ROOT}/collections/{collection_id}/items`,
    operation_id: 'listStacItems',
    summary: 'Items of a collection, newest first',
    params: collectionParams,
    // Clients give it all that they would give a search: pystac-client the collection once more.
    query: searchQuery,
    reply: PAGE,
    problems: ['collection_not_found', 'invalid_cursor', 'search_busy', ...READ_PROBLEMS],
    handle: async ({ params: { collection_id }, query, identity, origin }) => {
      await requireCollection(services, collection_id, identity);
      const request = readQuery(query);
      const urls = stacUrls(origin);
      const [self, collection] = [urls.items(collection_id), urls.collection(collection_id)];
      const links = [link('root', urls.root), link('parent', collection), link('collection', collection)];
      const body = await answerItems(services, {
        request: { ...request, filters: { ...request.filters, collections: within(collection_id, request) } },
        ...{ identity, origin, place: 'parameters' },
        links: [...links, link('self', withQuery(self, query), GEOJSON_TYPE)],
        next: (token) => link('next', withQuery(self, { ...query, token }), GEOJSON_TYPE, { method: 'GET' }),
      });
      return { body };
    },
  });
}

function within(collectionId: string, { filters: { collections } }: ItemsRequest): string[] {
  return collections === undefined || collections.includes(collectionId) ? [collectionId] : [];
}

export function itemRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: `${STAC_ROOT}/collections/{collection_id}/items/{item_id}`,
    operation_id: 'getStacItem',
    summary: 'An item',
    params: itemParams,
    reply: { status: 200, description: 'The item.', schema: stacItem, media_type: GEOJSON_TYPE },
    problems: ['item_not_found', ...READ_PROBLEMS],
    handle: async ({ params, identity, origin }) => {
      const item = await requireItem(pool, params, identity);
      return { body: linkedItem(item, origin) as z.input<typeof stacItem> };
    },
  });
}

const SEARCH = {
  ...STAC,
  path: `${STAC_ROOT}/search`,
  reply: PAGE,
  problems: ['invalid_cursor', 'search_busy', ...READ_PROBLEMS],
} as const;

export function searchByQueryRoute(services: GatewayServices): Route {
  return defineRoute({
    ...SEARCH,
    method: 'get',
    operation_id: 'searchStacItems',
    summary: 'Search items, newest first',
    query: searchQuery,
    handle: async ({ query, identity, origin }) => {
      const { root, search } = stacUrls(origin);
      const body = await answerItems(services, {
        request: readQuery(query),
        ...{ identity, origin, place: 'parameters' },
        links: [link('root', root), link('self', withQuery(search, query), GEOJSON_TYPE)],
        next: (token) => link('next', withQuery(search, { ...query, token }), GEOJSON_TYPE, { method: 'GET' }),
      });
      return { body };
    },
  });
}

export function searchByBodyRoute(services: GatewayServices): Route {
  return defineRoute({
    ...SEARCH,
    method: 'post',
    operation_id: 'searchStacItemsByBody',
    summary: 'Search items, newest first, by a body',
    body: searchBody,
    handle: async ({ body: asked, identity, origin }) => {
      const { root, search } = stacUrls(origin);
      const body = await answerItems(services, {
        request: readBody(asked),
        ...{ identity, origin, place: 'body' },
        links: [link('root', root), link('self', search, GEOJSON_TYPE)],
        next: (token) =>
          link('next', search, GEOJSON_TYPE, { method: 'POST', body: { ...asked, token } as JsonObject }),
      });
      return { body };
    },
  });
}

/** The parameters as they came. */
function withQuery(url: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  return given.length === 0 ? url : `${url}?${new URLSearchParams(given)}`;
}
