import pg from 'pg';
import type { Queryable } from '../../db/pool.ts';
import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { refuseFilter } from '../cql2/refuse.ts';

/** Where an item has a property. */
export interface Property {
  /** SQL: a column of `pgstac.items`, or jsonb. */
  path: string;
  isColumn: boolean;
  /** The function of pgstac that the property is read by where a queryable says of which type it is: what its index is of. */
  wrapper: string | null;
  /** Whole days, a queryable says. */
  isDate: boolean;
}

export type Properties = ReadonlyMap<string, Property>;

/** Names that pgstac has columns for. */
const COLUMNS: Readonly<Record<string, string>> = {
  ...{ id: 'id', collection: 'collection', geometry: 'geometry' },
  ...{ datetime: 'datetime', start_datetime: 'datetime', end_datetime: 'end_datetime' },
};

interface Row {
  name: string;
  path: string | null;
  registered: boolean | null;
  wrapper: string | null;
  is_date: boolean | null;
  is_open: boolean;
}

const LOOK_UP = `SELECT name, path, registered, definition->>'format' = 'date' AS is_date,
    CASE WHEN nulled_wrapper IS NOT NULL OR definition ?| '{type,format}' THEN wrapper END AS wrapper,
    pgstac.additional_properties() AS is_open
  FROM unnest($1::text[]) AS name LEFT JOIN LATERAL pgstac.queryable(name, $2::text[]) ON true`;

/**
 * The properties of these names. The database is asked only where there are others than columns.
 *
 * @param collections those that are searched; undefined: all
 * @throws FaultError `invalid_search` where a name is none, or the catalogue knows no others than its queryables
 */
export async function readProperties(
  db: Queryable,
  names: Iterable<string>,
  collections: readonly string[] | undefined,
): Promise<Properties> {
  const properties = new Map<string, Property>();
  const others: string[] = [];
  for (const name of names) {
    const column = columnOf(name);
    if (column === undefined) others.push(name);
    else properties.set(name, { path: `items.${column}`, isColumn: true, wrapper: null, isDate: false });
  }
  if (others.length === 0) return properties;
  const { rows } = await db.query<Row>(LOOK_UP, [others, collections ?? null]);
  for (const row of rows) properties.set(row.name, propertyOf(row));
  return properties;
}

/** The names of all properties in a condition. */
export function namesIn(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isJsonObject(value)) return [];
  return typeof value.property === 'string' ? [value.property] : Object.values(value).flatMap(namesIn);
}

function columnOf(name: string): string | undefined {
  const own = stripped(name);
  return Object.hasOwn(COLUMNS, own) ? COLUMNS[own] : undefined;
}

function stripped(name: string): string {
  return name.replace(/^(properties\.)+/, '');
}

function propertyOf({ name, path, registered, wrapper, is_date, is_open }: Row): Property {
  if (path === null) throw refuseFilter('A property has a name', JSON.stringify(name));
  if (!registered && !is_open) throw refuseFilter('The catalogue has no such queryable', JSON.stringify(name));
  const exact = `content->'properties'->${pg.escapeLiteral(stripped(name))}`;
  // pgstac takes each dot for the way into a member.
  const isDotted = !registered && stripped(name).includes('.');
  return {
    path: isDotted ? `coalesce(${exact}, ${path})` : `(${path})`,
    ...{ isColumn: false, wrapper, isDate: is_date === true },
  };
}
