import type { z } from 'zod';
import { findCollections } from '../../../catalog/search/find-collections.ts';
import { readQueryables } from '../../../catalog/search/read-queryables.ts';
import { STAC_VERSION } from '../../../catalog/stac.ts';
import { JSON_SCHEMA_TYPE } from '../../shared/media-types.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { collectionParams } from '../../shared/schemas/stac.ts';
import { viewerOf } from '../../shared/viewer-of.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';
import { openToken } from './answer-items.ts';
import { CONFORMS_TO } from './conformance.ts';
import { link, linkedCollection, rootLinks, STAC_ROOT, stacUrls } from './links.ts';
import { pageQuery } from './parameters.ts';
import { requireCollection } from './require-collection.ts';
import { collection, collections, conformance, landingPage, queryables } from './schemas.ts';

/** What every operation of the STAC API has alike. */
export const STAC = { tag: 'STAC', scope: null, by_identity: true, misfit: 'invalid_search' } as const;

const DESCRIPTION = 'Rasters that were processed here, as a SpatioTemporal Asset Catalog.';
/** Collections that the landing page has links to; all are at its link `data`. */
const CHILDREN = 1_000;
const COLLECTIONS = { default: 100, maximum: 1_000 };

export function landingRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: STAC_ROOT,
    operation_id: 'getStacLandingPage',
    summary: 'The catalogue, and links to what it has',
    reply: { status: 200, description: 'The landing page.', schema: landingPage },
    problems: READ_PROBLEMS,
    handle: async ({ identity, origin }) => {
      const found = await findCollections(pool, { limit: CHILDREN }, viewerOf(identity));
      const children = found.map(({ id, title }) =>
        link('child', stacUrls(origin).collection(String(id)), undefined, { title: title ?? id ?? null }),
      );
      return {
        body: {
          type: 'Catalog' as const,
          stac_version: STAC_VERSION,
          id: 'rhumbline',
          title: 'Rhumbline',
          description: DESCRIPTION,
          conformsTo: [...CONFORMS_TO],
          links: [...rootLinks(origin), ...children],
        },
      };
    },
  });
}

export function conformanceRoute(): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: `${STAC_ROOT}/conformance`,
    operation_id: 'getStacConformance',
    summary: 'Which conformance classes are met',
    reply: { status: 200, description: 'Their names.', schema: conformance },
    problems: [],
    handle: async () => ({ body: { conformsTo: [...CONFORMS_TO] } }),
  });
}

export function collectionsRoute({ pool, cursors }: GatewayServices): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: `${STAC_ROOT}/collections`,
    operation_id: 'listStacCollections',
    summary: 'Collections',
    description: 'Those that have an item that the caller may see. 100 a page where limit does not say.',
    query: pageQuery,
    reply: { status: 200, description: 'A page of them.', schema: collections },
    problems: ['invalid_cursor', ...READ_PROBLEMS],
    handle: async ({ query, identity, origin }) => {
      const limit = Math.min(Number(query.limit ?? COLLECTIONS.default), COLLECTIONS.maximum);
      const [after] =
        query.token === undefined ? [] : openToken(cursors, 'stac collections', query.token, 'parameters');
      const found = await findCollections(pool, { after, limit: limit + 1 }, viewerOf(identity));
      const shown = found.slice(0, limit);
      const urls = stacUrls(origin);
      const next = () => {
        const token = cursors.seal('stac collections', [String(shown.at(-1)?.id)]);
        return link('next', `${urls.collections}?${new URLSearchParams({ limit: String(limit), token })}`);
      };
      return {
        body: {
          collections: shown.map((each) => linkedCollection(each, origin)) as z.input<typeof collection>[],
          links: [
            ...[link('root', urls.root), link('parent', urls.root), link('self', urls.collections)],
            ...(found.length > limit ? [next()] : []),
          ],
          numberReturned: shown.length,
        },
      };
    },
  });
}

export function collectionRoute(services: GatewayServices): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: `${STAC_ROOT}/collections/{collection_id}`,
    operation_id: 'getStacCollection',
    summary: 'A collection',
    params: collectionParams,
    reply: { status: 200, description: 'The collection.', schema: collection },
    problems: ['collection_not_found', ...READ_PROBLEMS],
    handle: async ({ params, identity, origin }) => {
      const found = await requireCollection(services, params.collection_id, identity);
      return { body: linkedCollection(found, origin) as z.input<typeof collection> };
    },
  });
}

const QUERYABLES_REPLY = {
  status: 200,
  description: 'JSON Schema of the properties.',
  schema: queryables,
  media_type: JSON_SCHEMA_TYPE,
} as const;

export function queryablesRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: `${STAC_ROOT}/queryables`,
    operation_id: 'getStacQueryables',
    summary: 'Properties that filters know',
    description: 'Others can be asked for as well; what they are compared with says of which type they are.',
    reply: QUERYABLES_REPLY,
    problems: READ_PROBLEMS,
    handle: async ({ identity, origin }) => {
      const $id = `${stacUrls(origin).root}/queryables`;
      return { body: { ...(await readQueryables(pool, viewerOf(identity))), $id } as z.input<typeof queryables> };
    },
  });
}

export function collectionQueryablesRoute(services: GatewayServices): Route {
  return defineRoute({
    ...STAC,
    method: 'get',
    path: `${STAC_ROOT}/collections/{collection_id}/queryables`,
    operation_id: 'getStacCollectionQueryables',
    summary: 'Properties that filters of a collection know',
    params: collectionParams,
    reply: QUERYABLES_REPLY,
    problems: ['collection_not_found', ...READ_PROBLEMS],
    handle: async ({ params: { collection_id }, identity, origin }) => {
      await requireCollection(services, collection_id, identity);
      const $id = `${stacUrls(origin).collection(collection_id)}/queryables`;
      const schema = await readQueryables(services.pool, viewerOf(identity), collection_id);
      return { body: { ...schema, $id } as z.input<typeof queryables> };
    },
  });
}
