import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Where pgstac takes items in: of an id that is there already the first refuses the whole, the second puts the new item in its place. */
export type StagingTable = 'items_staging' | 'items_staging_upsert';

/**
 * Loads items by one COPY. A trigger of pgstac moves them to where they belong, all at once.
 *
 * @param items none twice: of two with the same id pgstac would keep one, and say nothing
 */
export async function copyItems(client: pg.ClientBase, into: StagingTable, items: Iterable<object>): Promise<void> {
  const copy = client.query(copyFrom(`COPY pgstac.${into} (content) FROM STDIN`));
  await pipeline(Readable.from(linesOf(items)), copy);
}

/** COPY's text format: JSON has no line ends and no tabs of its own, and its backslashes are doubled. */
function* linesOf(items: Iterable<object>): Generator<string> {
  for (const item of items) yield `${JSON.stringify(item).replaceAll('\\', '\\\\')}\n`;
}
