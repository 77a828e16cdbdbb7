import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { MAX_LIMIT } from '../../api/shared/list-route.ts';

/** The query parameters that every list has. */
interface PageQuery {
  order: 'asc' | 'desc';
  limit: number;
  cursor?: string;
}

export interface ListPage<T> {
  items: T[];
  next_cursor: string | null;
}

export interface ListOptions {
  limit: number;
  all?: true | undefined;
  oldest?: true | undefined;
  cursor?: string | undefined;
}

/** The options that every list has; `--all` and `--oldest` need no more than their names. */
export const LIMIT = new Option('--limit <number>', 'so many at most').argParser(wholeNumber).default(20);
export const CURSOR = new Option('--cursor <text>', 'go on where an earlier list ended: its next_cursor');

/** A list page by page, up to as many items as are wanted. */
export async function readList<T, F extends object>(
  read: (query: Given<F> & PageQuery) => Promise<ListPage<T>>,
  { limit, all, oldest, cursor }: ListOptions,
  filters: F,
): Promise<ListPage<T>> {
  const wanted = all ? Number.POSITIVE_INFINITY : limit;
  const items: T[] = [];
  let next: string | null | undefined = cursor;
  do {
    const page: ListPage<T> = await read({
      ...given(filters),
      order: oldest ? 'asc' : 'desc',
      limit: Math.min(MAX_LIMIT, wanted - items.length),
      ...(next && { cursor: next }),
    });
    items.push(...page.items);
    next = page.next_cursor;
  } while (next !== null && items.length < wanted);
  return { items, next_cursor: next };
}

type Given<F> = { [K in keyof F]?: Exclude<F[K], undefined> };

/** Those filters that were asked for. */
function given<F extends object>(filters: F): Given<F> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Given<F>;
}

function wholeNumber(text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
