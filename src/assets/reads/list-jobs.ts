import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { JobState } from '../../plan/job.ts';
import { given, type Page, type PageAsked, type PageQuery, readPage } from './read-page.ts';
import { timeOf, timeOrNull } from './time.ts';
import { notDeleted, type Visible } from './visible.ts';

/** A job in a list: what `readJob` has but its result. */
export interface ListedJob {
  job_id: string;
  workflow_id: string;
  workflow_version: number;
  state: JobState;
  is_paused: boolean;
  /** 0 to 100. */
  percent: number;
  attempt: number;
  platform_id: string | null;
  asset_id: string | null;
  version_ordinal: number | null;
  priority: number;
  correlation_id: string | null;
  submitted_by: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  error: Fault | null;
}

export interface JobFilter extends Visible {
  state?: JobState | undefined;
  workflow_id?: string | undefined;
  asset_id?: string | undefined;
  /** RFC 3339, and neither of them included. */
  created_after?: string | undefined;
  created_before?: string | undefined;
  /** Those that have not ended. */
  active?: boolean | undefined;
}

interface Row extends Omit<ListedJob, 'created_at' | 'started_at' | 'ended_at'> {
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
}

const COLUMNS = `job_id, workflow_id, workflow_version, state, is_paused, percent, attempt, platform_id, asset_id,
  ordinal AS version_ordinal, priority, correlation_id, submitted_by, created_at, started_at, ended_at, error`;

/** Jobs by when they were submitted. */
export async function listJobs(db: Queryable, filter: JobFilter, page: PageAsked): Promise<Page<ListedJob>> {
  const { rows, next } = await readPage<Row>(db, jobPage(filter, page));
  return {
    rows: rows.map((row) => ({
      ...row,
      created_at: timeOf(row.created_at),
      started_at: timeOrNull(row.started_at),
      ended_at: timeOrNull(row.ended_at),
    })),
    next,
  };
}

export function jobPage(filter: JobFilter, page: PageAsked): PageQuery {
  return {
    ...page,
    select: COLUMNS,
    from: 'rhumbline.job_view',
    where: [
      ...(filter.deleted_too ? [] : ([[notDeleted('job_view.asset_id')]] as const)),
      ...(filter.active === true ? ([["state IN ('pending', 'running')"]] as const) : []),
      ...given({
        'platform_id =': filter.platform_id,
        'state =': filter.state,
        'workflow_id =': filter.workflow_id,
        'asset_id =': filter.asset_id,
        'created_at >': filter.created_after,
        'created_at <': filter.created_before,
      }),
    ],
    key: [
      ['created_at', 'time'],
      ['job_id', 'text'],
    ],
  };
}
