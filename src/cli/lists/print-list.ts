import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { ListPage } from './read-list.ts';
import { table } from './table.ts';

export interface ListText<T> {
  /** The field of the JSON document, and what they are called. */
  noun: string;
  heads: readonly string[];
  row(item: T): string[];
}

/** Prints a list as a table or as JSON. */
export function printList<T>(
  page: ListPage<T>,
  { noun, heads, row }: ListText<T>,
  asJson: boolean,
  { terminal }: CliContext,
): number {
  const { items, next_cursor } = page;
  if (asJson) terminal.out(JSON.stringify({ [noun]: items, next_cursor }, null, 2));
  else if (items.length === 0) terminal.out(`no ${noun}`);
  else {
    const [head = '', ...lines] = table([heads, ...items.map(row)]);
    const more =
      next_cursor === null ? [] : [terminal.style('dim', `There are more: --all, or --cursor ${next_cursor}`)];
    terminal.out([terminal.style('bold', head), ...lines, ...more].join('\n'));
  }
  return EXIT.ok;
}
