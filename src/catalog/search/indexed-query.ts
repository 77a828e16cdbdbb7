import type { Bounds } from '../../geo/raster.ts';
import { pageSql } from './found-items.ts';
import { areaOf, boxesOf, type ItemSearch } from './item-search.ts';
import { isShown, type Viewer } from './viewer.ts';

/** A query of one's own for the common shape: no filter by properties, newest first. */
export function indexedQuery(search: ItemSearch, viewer: Viewer): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const shown = isShown(viewer, 'items', parameter);
  const conditions = [...conditionsOf(search, parameter), ...(shown ? [shown] : [])];
  const rows = `SELECT items.* FROM pgstac.items
    ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
    ORDER BY items.datetime DESC, items.collection DESC, items.id DESC
    LIMIT ${parameter(search.limit + 1)}`;
  return { text: pageSql(rows), values };
}

type Parameter = (value: unknown) => string;

/** As pgstac's `stac_search_to_where` has them. */
function conditionsOf(search: ItemSearch, parameter: Parameter): string[] {
  const { ids, collections, time, after } = search;
  const conditions: string[] = [];
  if (ids) conditions.push(`items.id = ANY (${parameter(ids)}::text[])`);
  if (collections) conditions.push(`items.collection = ANY (${parameter(collections)}::text[])`);
  if (time) {
    const { start, end } = time;
    conditions.push(end === null ? "items.datetime < 'infinity'" : `items.datetime <= ${parameter(end)}::timestamptz`);
    if (start !== null) conditions.push(`items.end_datetime >= ${parameter(start)}::timestamptz`);
  }
  const area = areaSql(search, parameter);
  if (area) conditions.push(`ST_Intersects(items.geometry, ${area})`);
  if (after) conditions.push(...behind(after, parameter));
  return conditions;
}

function areaSql({ bbox, intersects }: ItemSearch, parameter: Parameter): string | undefined {
  if (intersects) return geometrySql(intersects, parameter);
  if (bbox === undefined) return undefined;
  const boxes = boxesOf(bbox);
  const [only, other] = boxes;
  return only && !other ? envelopeSql(only, parameter) : geometrySql(areaOf(boxes), parameter);
}

function geometrySql(geometry: object, parameter: Parameter): string {
  return `ST_GeomFromGeoJSON(${parameter(JSON.stringify(geometry))}::text)`;
}

function envelopeSql(box: Bounds, parameter: Parameter): string {
  const ends = box.map((end) => `${parameter(end)}::double precision`);
  return `ST_MakeEnvelope(${ends.join(', ')}, 4326)`;
}

/** The time by itself once more, which an index can begin at. */
function behind([datetime, collection, id]: NonNullable<ItemSearch['after']>, parameter: Parameter): string[] {
  const time = `${parameter(datetime)}::timestamptz`;
  return [
    `items.datetime <= ${time}`,
    `(items.datetime, items.collection, items.id) < (${time}, ${parameter(collection)}::text, ${parameter(id)}::text)`,
  ];
}
