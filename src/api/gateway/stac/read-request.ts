import type { z } from 'zod';
import { boundsOf, faultOfGeometry } from '../../../catalog/cql2/geometry.ts';
import { isInstant } from '../../../catalog/cql2/instant.ts';
import { normalizeFilter } from '../../../catalog/cql2/normalize.ts';
import { parseCql2Text } from '../../../catalog/cql2/parse-text.ts';
import { faultOfSize } from '../../../catalog/cql2/size.ts';
import type { ItemFilters, SortKey, TimeRange } from '../../../catalog/search/item-search.ts';
import type { Fields } from '../../../catalog/search/select-fields.ts';
import { FaultError } from '../../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../../plan/json.ts';
import { invalidRequest, type Place } from '../../shared/parse.ts';
import type { RequestFault } from '../../shared/problem.ts';
import type { searchBody, searchQuery } from './parameters.ts';

/** The coordinates that there are: longitude, latitude on WGS 84. */
export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

const DEFAULT_LIMIT = 10;
/** Whoever asks for more gets as many and a link to the next. */
const MOST = 1_000;

/** A request for items, its parameters read. */
export interface ItemsRequest {
  filters: ItemFilters;
  sortby: SortKey[];
  limit: number;
  fields: Fields;
  token: string | undefined;
}

type Body = z.output<typeof searchBody>;
type Query = z.output<typeof searchQuery>;

/** Parameters of a GET. @throws ProblemError `invalid_search` with every fault */
export function readQuery(query: Query): ItemsRequest {
  const faults: RequestFault[] = [];
  const intersects = query.intersects === undefined ? undefined : jsonOf(query.intersects, 'intersects', faults);
  const filter = query.filter === undefined ? undefined : queryFilter(query, faults);
  const body: Asked = {
    ...{ token: query.token, datetime: query.datetime, intersects, filter },
    limit: query.limit === undefined ? undefined : Number(query.limit),
    bbox: query.bbox?.split(',').map(Number),
    collections: listOf(query.collections),
    ids: listOf(query.ids),
    sortby: listOf(query.sortby)?.map(sortKeyOf),
    fields: fieldsOf(listOf(query.fields) ?? []),
  };
  return readAsked(body, 'parameters', faults);
}

/** The body of a POST. @throws ProblemError `invalid_search` with every fault */
export function readBody({ 'filter-lang': language, 'filter-crs': _, ...body }: Body): ItemsRequest {
  const faults: RequestFault[] = [];
  const isText = language === 'cql2-text';
  if (body.filter !== undefined && isText !== (typeof body.filter === 'string')) {
    faults.push(faultAt('filter', 'body', `must be ${isText ? 'a text' : 'an object'}, as filter-lang says`));
    throw invalidRequest(faults, 'invalid_search');
  }
  const filter = typeof body.filter === 'string' ? textFilter(body.filter, 'body', faults) : body.filter;
  return readAsked({ ...body, filter, intersects: body.intersects as JsonObject | undefined }, 'body', faults);
}

interface Asked {
  limit?: number | undefined;
  token?: string | undefined;
  collections?: string[] | undefined;
  ids?: string[] | undefined;
  bbox?: number[] | undefined;
  datetime?: string | undefined;
  intersects?: JsonValue | undefined;
  sortby?: SortKey[] | undefined;
  fields?: { [side in keyof Fields]?: readonly string[] | null | undefined } | undefined;
  filter?: JsonValue | undefined;
}

function readAsked(asked: Asked, place: Place, faults: RequestFault[]): ItemsRequest {
  const take = <N extends keyof Asked, T extends object>(
    name: N,
    read: (value: NonNullable<Asked[N]>) => T | string,
  ) => {
    const value = asked[name];
    const result = value === undefined || value === null ? undefined : read(value);
    if (typeof result !== 'string') return result;
    faults.push(faultAt(name, place, result));
    return undefined;
  };
  const bbox = take('bbox', boundsOf);
  const intersects = take('intersects', (geometry) => geometryOf(geometry, asked.bbox));
  const time = take('datetime', timeOf);
  const filter = take('filter', filterOf);
  const sortby = take('sortby', orderOf) ?? [];
  const filters: ItemFilters = {
    ...(asked.collections && { collections: asked.collections }),
    ...(asked.ids && { ids: asked.ids }),
    ...(bbox && { bbox }),
    ...(intersects && { intersects }),
    ...(time && { time }),
    ...(filter && { filter }),
  };
  if (faults.length > 0) throw invalidRequest(faults, 'invalid_search');
  const { limit = DEFAULT_LIMIT, token, fields } = asked;
  return {
    ...{ filters, sortby, token },
    limit: Math.min(limit, MOST),
    fields: { include: fields?.include ?? [], exclude: fields?.exclude ?? [] },
  };
}

/** A text says why it is none. */
function geometryOf(geometry: JsonValue, bbox: number[] | undefined): JsonObject | string {
  if (bbox) return 'cannot be given beside bbox';
  return faultOfGeometry(geometry) ?? (geometry as JsonObject);
}

const MOST_SORT_KEYS = 10;

function orderOf(keys: SortKey[]): SortKey[] | string {
  if (keys.length > MOST_SORT_KEYS) return `must have no more than ${MOST_SORT_KEYS} fields`;
  // Of pgstac's names these two are of no property.
  const isNamed = ({ field }: SortKey) => !['', 'properties'].includes(field.replace(/^properties\./, '').trim());
  return keys.every(isNamed) ? keys : 'must have the name of a field in each place';
}

function filterOf(filter: JsonValue): JsonObject | string {
  const excess = faultOfSize(filter);
  if (excess !== undefined) return excess;
  try {
    return normalizeFilter(filter);
  } catch (error) {
    return reasonOf(error);
  }
}

/** @throws what is no fault */
function reasonOf(error: unknown): string {
  if (error instanceof FaultError) return error.fault.message.replace(/\.$/, '');
  throw error;
}

/** A text where it is no time, which says why. */
function timeOf(text: string): TimeRange | string {
  const ends = text.split('/').map((end) => (end === '' || end === '..' ? null : end.toUpperCase()));
  if (ends.length > 2 || ends.every((end) => end === null) || ends.some((end) => end !== null && !isInstant(end))) {
    return 'must be an instant of RFC 3339, such as 2026-01-02T03:04:05Z, or two with a slash between, of which one may be ..';
  }
  const [start = null, end = start] = ends;
  if (start !== null && end !== null && Date.parse(start) > Date.parse(end))
    return 'must have its start before its end';
  return { start, end };
}

function queryFilter(query: Query, faults: RequestFault[]): JsonValue | undefined {
  if (query['filter-lang'] === 'cql2-json') return jsonOf(query.filter ?? '', 'filter', faults);
  return textFilter(query.filter ?? '', 'parameters', faults);
}

function textFilter(text: string, place: Place, faults: RequestFault[]): JsonValue | undefined {
  try {
    return parseCql2Text(text);
  } catch (error) {
    faults.push(faultAt('filter', place, reasonOf(error)));
    return undefined;
  }
}

function jsonOf(text: string, name: string, faults: RequestFault[]): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (value !== null) return value;
    faults.push(faultAt(name, 'parameters', 'must not be null'));
  } catch {
    faults.push(faultAt(name, 'parameters', 'must be JSON'));
  }
  return undefined;
}

export function faultAt(name: string, place: Place, message: string): RequestFault {
  const where = place === 'body' ? { pointer: `/${name}` } : { parameter: name };
  return { ...where, code: 'invalid_value', message: `${name}: ${message}.` };
}

/** A parameter without a value is not there; a list of nothing is. */
function listOf(text: string | undefined): string[] | undefined {
  return text === '' ? undefined : text?.split(',').filter((part) => part !== '');
}

/** In a query string a plus is a blank. */
function sortKeyOf(text: string): SortKey {
  const isDescending = text.startsWith('-');
  return { field: text.replace(/^[-+ ]/, ''), direction: isDescending ? 'desc' : 'asc' };
}

function fieldsOf(names: readonly string[]): Fields {
  return {
    include: names.filter((name) => !name.startsWith('-')).map((name) => name.replace(/^[+ ]/, '')),
    exclude: names.filter((name) => name.startsWith('-')).map((name) => name.slice(1)),
  };
}
