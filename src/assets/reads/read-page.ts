import type pg from 'pg';
import type { Queryable } from '../../db/pool.ts';

export const ORDERS = ['asc', 'desc'] as const;
export type Order = (typeof ORDERS)[number];

/** How the columns of a list's order are written into a cursor and read from it. */
type KeyKind = 'time' | 'text' | 'integer';
export type Key = readonly (readonly [column: string, kind: KeyKind])[];

/** Where a page ended: its last row's columns of the order, as text. A time is in microseconds since the epoch. */
export type Position = readonly string[];

/** `column operator value`, or a condition without a value. */
export type Condition = readonly [sql: string, value?: unknown];

export interface PageQuery {
  /** Columns, as SELECT has them. */
  select: string;
  /** A view. */
  from: string;
  where: readonly Condition[];
  /** Unique together. An index has them in this order, behind the columns that conditions fix. */
  key: Key;
  order: Order;
  after: Position | null;
  /** Rows at most. */
  limit: number;
}

export interface Page<T> {
  rows: T[];
  /** Null: there is no more at present. */
  next: Position | null;
}

/** What a list is asked for besides its filters. */
export interface PageAsked {
  order: Order;
  after: Position | null;
  limit: number;
}

/** A page of a list by its key: what comes before it costs nothing, however much that is. */
export async function readPage<R extends pg.QueryResultRow>(db: Queryable, query: PageQuery): Promise<Page<R>> {
  const { text, values } = pageSql(query);
  const { rows } = await db.query<R & { position?: string[] }>(text, values);
  const shown = rows.slice(0, query.limit);
  const next = rows.length > query.limit ? (shown.at(-1)?.position ?? null) : null;
  for (const row of shown) delete row.position;
  return { rows: shown, next };
}

/** One row more than the page has tells whether there is a next one. */
export function pageSql({ select, from, where, key, order, after, limit }: PageQuery): {
  text: string;
  values: unknown[];
} {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = where.map(([sql, ...value]) => (value.length === 0 ? sql : `${sql} ${parameter(value[0])}`));
  if (after !== null) {
    const bounds = key.map(([, kind], index) => BOUND[kind](parameter(after[index])));
    conditions.push(`${row(key.map(([column]) => column))} ${order === 'asc' ? '>' : '<'} ${row(bounds)}`);
  }
  const text = [
    `SELECT ${select}, ARRAY[${key.map(([column, kind]) => POSITION[kind](column)).join(', ')}] AS position`,
    `FROM ${from}`,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(' AND ')}`]),
    `ORDER BY ${key.map(([column]) => `${column} ${order}`).join(', ')}`,
    `LIMIT ${parameter(limit + 1)}`,
  ].join('\n');
  return { text, values };
}

/** Conditions for the filters that were given. */
export function given(filters: Readonly<Record<string, unknown>>): Condition[] {
  return Object.entries(filters)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([sql, value]) => [sql, value]);
}

const POSITION: Readonly<Record<KeyKind, (column: string) => string>> = {
  time: (column) => `(extract(epoch FROM ${column}) * 1000000)::bigint::text`,
  text: (column) => column,
  integer: (column) => `${column}::text`,
};

const BOUND: Readonly<Record<KeyKind, (parameter: string) => string>> = {
  time: (parameter) => `to_timestamp(0) + ${parameter}::bigint * interval '1 microsecond'`,
  text: (parameter) => `${parameter}::text`,
  integer: (parameter) => `${parameter}::bigint`,
};

function row(parts: readonly string[]): string {
  return `(${parts.join(', ')})`;
}
