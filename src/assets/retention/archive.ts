import type { Queryable } from '../../db/pool.ts';

/** What is past its age, by what becomes of it: moved into the archive, or removed from there for good. */
export const ARCHIVED = ['jobs', 'events', 'webhooks', 'archive'] as const;
export type Archived = (typeof ARCHIVED)[number];

const FUNCTIONS: Readonly<Record<Archived, string>> = {
  jobs: 'rhumbline.archive_jobs',
  events: 'rhumbline.archive_events',
  webhooks: 'rhumbline.archive_webhooks',
  archive: 'rhumbline.prune_archive',
};

/**
 * Moves what is due, the oldest first, in one transaction: nothing is lost and nothing there twice, however often it is called and
 * from wherever.
 *
 * @param before what ended, or happened, then or later stays; so does all that is younger than a day
 * @param limit at most so many
 * @returns how many
 */
export async function archive(db: Queryable, what: Archived, before: Date, limit: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`SELECT ${FUNCTIONS[what]}($1, $2) AS count`, [before, limit]);
  return rows[0]?.count ?? 0;
}
