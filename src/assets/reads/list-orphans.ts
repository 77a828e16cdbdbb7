import type { Queryable } from '../../db/pool.ts';
import { given, type Page, type PageAsked, readPage } from './read-page.ts';
import { timeOf } from './time.ts';

/**
 * `superseded_job`: not ended, though its version has another job by now. `unattended_job`: not ended, and the reconciler
 * has not looked at it for 15 minutes. `stranded_version`: still to be processed, though its job has ended.
 */
export const ORPHAN_KINDS = ['superseded_job', 'unattended_job', 'stranded_version'] as const;

export interface Orphan {
  kind: (typeof ORPHAN_KINDS)[number];
  job_id: string;
  platform_id: string | null;
  asset_id: string | null;
  version_ordinal: number | null;
  /** How long it can have been so. */
  since: string;
}

/** What has lost its other half. Found among what has not ended, of which there is never much. */
export async function listOrphans(
  db: Queryable,
  { platform_id }: { platform_id: string | null },
  page: PageAsked,
): Promise<Page<Orphan>> {
  const { rows, next } = await readPage<Omit<Orphan, 'since'> & { since: Date }>(db, {
    ...page,
    select: 'kind, job_id, platform_id, asset_id, ordinal AS version_ordinal, since',
    from: 'rhumbline.orphan_view',
    where: given({ 'platform_id =': platform_id }),
    key: [
      ['since', 'time'],
      ['kind', 'text'],
      ['job_id', 'text'],
    ],
  });
  return { rows: rows.map((row) => ({ ...row, since: timeOf(row.since) })), next };
}
