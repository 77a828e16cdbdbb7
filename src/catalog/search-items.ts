import type pg from 'pg';
import type { Bounds } from '../geo/raster.ts';
import { isJsonObject, type JsonObject } from '../plan/json.ts';
import { inPgstac } from './in-pgstac.ts';
import { areaOf, boxesOf } from './search/item-search.ts';

export interface ItemSearch {
  /** West, south, east, north in degrees; west > east across the antimeridian. */
  bbox?: Bounds;
  collections?: string[];
  ids?: string[];
  /** Items at most; default 10. */
  limit?: number;
}

/** Items of the catalogue as GeoJSON features, newest first. @throws FaultError `catalogue_unavailable` */
export async function searchItems(pool: pg.Pool, search: ItemSearch): Promise<JsonObject[]> {
  const { bbox, collections, ids, limit = 10 } = search;
  const body = {
    ...(bbox && placeFilter(bbox)),
    ...(collections && { collections }),
    ...(ids && { ids }),
    limit,
  };
  const { rows } = await inPgstac(pool, (client) =>
    client.query<{ found: { features?: JsonObject[] } }>('SELECT pgstac.search($1::jsonb) AS found', [
      JSON.stringify(body),
    ]),
  );
  return (rows[0]?.found.features ?? []).map(withDatetime);
}

/** pgstac drops members that are null, but an item with a range of time must have `datetime: null`. */
function withDatetime(item: JsonObject): JsonObject {
  const properties = isJsonObject(item.properties) ? item.properties : {};
  return { ...item, properties: { datetime: null, ...properties } };
}

/** pgstac takes a bbox across the antimeridian for the rest of the world, and finds little by one without width or height. */
function placeFilter(bbox: Bounds): JsonObject {
  const [west, south, east, north] = bbox;
  return west < east && south < north ? { bbox } : { intersects: areaOf(boxesOf(bbox)) };
}
