import type { ItemSearch } from './item-search.ts';
import { propertyOf, propertySql, type SqlContext } from './operand-sql.ts';

/** A key of the order, as SQL. Items without a value come last, and so first in a descending order: as PostgreSQL has it. */
export interface OrderKey {
  sql: string;
  isDescending: boolean;
  isColumn: boolean;
}

const NEWEST_FIRST = { field: 'datetime', direction: 'desc' } as const;
const UNIQUE = ['collection', 'id'];

/** The keys that were asked for, and then those that tell any two items apart, in the direction of the first: pgstac's order. */
export function orderKeys(sortby: ItemSearch['sortby'], context: SqlContext): OrderKey[] {
  const asked = sortby.length > 0 ? sortby : [NEWEST_FIRST];
  const direction = asked[0]?.direction ?? 'asc';
  const last = UNIQUE.filter((name) => asked.every(({ field }) => field !== name));
  return [...asked, ...last.map((field) => ({ field, direction }))].map((key) => {
    const property = propertyOf({ property: key.field }, context.properties);
    // jsonb sorts numbers as numbers and texts as texts.
    const sql = propertySql(property, property.wrapper ?? 'json');
    return { sql, isDescending: key.direction === 'desc', isColumn: property.isColumn };
  });
}

export function orderSql(keys: readonly OrderKey[]): string {
  return keys.map(({ sql, isDescending }) => `${sql} ${isDescending ? 'DESC' : 'ASC'}`).join(', ');
}

/** The values by which an item has its place, as texts that PostgreSQL takes back. */
export function placeSql(keys: readonly OrderKey[]): string {
  return `ARRAY[${keys.map(({ sql }) => `(${sql})::text`).join(', ')}]`;
}

type Values = readonly (string | null)[];

/** The condition that an item comes behind the place of these values; whether there is still an item in it does not matter. */
export function behindSql(keys: readonly OrderKey[], values: Values, { parameter }: SqlContext): string[] {
  const places = keys.map(({ sql }, index) => {
    const value = values[index] ?? null;
    return { sql, value: value === null ? null : parameter(value) };
  });
  const beyond = keys.map((key, index) => beyondSql(key, places[index]?.value ?? null));
  const steps = beyond.map((step, index) => [...places.slice(0, index).map(sameSql), step].join(' AND '));
  return [...firstBound(keys[0], places[0]?.value), `(${steps.map((step) => `(${step})`).join(' OR ')})`];
}

function sameSql({ sql, value }: { sql: string; value: string | null }): string {
  return value === null ? `${sql} IS NULL` : `${sql} = ${value}`;
}

function beyondSql({ sql, isDescending, isColumn }: OrderKey, value: string | null): string {
  if (value === null) return isDescending ? `${sql} IS NOT NULL` : 'false';
  if (isDescending) return `${sql} < ${value}`;
  return isColumn ? `${sql} > ${value}` : `(${sql} > ${value} OR ${sql} IS NULL)`;
}

/** The first key by itself once more, which an index can begin at. */
function firstBound(key: OrderKey | undefined, value: string | null | undefined): string[] {
  if (!key?.isColumn || value === null || value === undefined) return [];
  return [`${key.sql} ${key.isDescending ? '<=' : '>='} ${value}`];
}
