import type { Bounds } from '../../geo/raster.ts';
import { geometrySql } from './area-sql.ts';
import { filterSql } from './filter-sql.ts';
import { pageSql } from './found-items.ts';
import { behindSql, orderKeys, orderSql, placeSql } from './item-order.ts';
import { areaOf, boxesOf, type ItemRef, type ItemSearch } from './item-search.ts';
import type { SqlContext } from './operand-sql.ts';
import { namesIn, type Properties } from './read-properties.ts';
import { isShown, type Viewer } from './viewer.ts';

export interface Query {
  text: string;
  values: unknown[];
}

/** The names of all properties that a search needs, and of those that are in every order. */
export function namesOf({ filter, sortby }: ItemSearch): Set<string> {
  return new Set([...namesIn(filter), ...sortby.map(({ field }) => field), 'datetime', 'collection', 'id']);
}

/** A page of a search, over the indexes of `pgstac.items`. @throws FaultError `invalid_search` */
export function itemsQuery(search: ItemSearch, viewer: Viewer, properties: Properties, after: Place): Query {
  const { values, context } = begin(properties);
  const { parameter } = context;
  const keys = orderKeys(search.sortby, context);
  const behind = after ? behindSql(keys, after, context) : [];
  const isPlain = keys.every(({ isColumn }) => isColumn);
  const shape = search.intersects && geometrySql(search.intersects, parameter);
  const ofContent = [
    ...(shape ? [`ST_Intersects(items.geometry, ${shape})`] : []),
    ...(search.filter ? [filterSql(search.filter, context)] : []),
    ...(isPlain ? [] : behind),
  ];
  const conditions = [
    ...conditionsOf(search, context),
    ...(shape ? [`items.geometry && ${shape}`] : []),
    ...(isPlain ? behind : []),
    ...ofShown(isShown(viewer, 'items', parameter), ofContent),
  ];
  const rows = `SELECT items.*, ${placeSql(keys)} AS place FROM pgstac.items
    ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
    ORDER BY ${orderSql(keys)}
    LIMIT ${parameter(search.limit + 1)}`;
  return { text: pageSql(rows), values };
}

/**
 * Conditions that look into items are for those alone that are there for the viewer: one that cannot be carried out of an item fails
 * the search, and so would tell of it. The order of AND is the planner's, that of CASE is not.
 */
function ofShown(shown: string | undefined, ofContent: readonly string[]): string[] {
  if (shown === undefined) return [...ofContent];
  return [ofContent.length === 0 ? shown : `CASE WHEN ${shown} THEN ${ofContent.join(' AND ')} ELSE false END`];
}

type Place = readonly (string | null)[] | null;

/** The place of an item in the order of a search. @throws FaultError `invalid_search` */
export function placeQuery({ sortby }: ItemSearch, properties: Properties, { collection_id, item_id }: ItemRef): Query {
  const { values, context } = begin(properties);
  const place = placeSql(orderKeys(sortby, context));
  const [collection, id] = [context.parameter(collection_id), context.parameter(item_id)];
  const text = `SELECT ${place} AS place FROM pgstac.items WHERE collection = ${collection} AND id = ${id}`;
  return { text, values };
}

function begin(properties: Properties): { values: unknown[]; context: SqlContext } {
  const values: unknown[] = [];
  return { values, context: { properties, parameter: (value) => `$${values.push(value)}` } };
}

/** Those for which there are indexes, as pgstac's `stac_search_to_where` has them. */
function conditionsOf(search: ItemSearch, { parameter }: SqlContext): string[] {
  const { ids, collections, time } = search;
  const conditions: string[] = [];
  if (ids) conditions.push(`items.id = ANY (${parameter(ids)}::text[])`);
  if (collections) conditions.push(`items.collection = ANY (${parameter(collections)}::text[])`);
  if (time) {
    const { start, end } = time;
    conditions.push(end === null ? "items.datetime < 'infinity'" : `items.datetime <= ${parameter(end)}::timestamptz`);
    if (start !== null) conditions.push(`items.end_datetime >= ${parameter(start)}::timestamptz`);
  }
  if (search.bbox) conditions.push(`ST_Intersects(items.geometry, ${boxSql(search.bbox, parameter)})`);
  return conditions;
}

type Parameter = SqlContext['parameter'];

function boxSql(bbox: Bounds, parameter: Parameter): string {
  const boxes = boxesOf(bbox);
  const [only, other] = boxes;
  const isEnvelope = only && !other && only[0] < only[2] && only[1] < only[3];
  return isEnvelope ? envelopeSql(only, parameter) : geometrySql(areaOf(boxes), parameter);
}

function envelopeSql(box: Bounds, parameter: Parameter): string {
  const ends = box.map((end) => `${parameter(end)}::double precision`);
  return `ST_MakeEnvelope(${ends.join(', ')}, 4326)`;
}
