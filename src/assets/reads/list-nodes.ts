import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { ItemCounts } from '../../plan/job.ts';
import { given, type Key, type Page, type PageAsked, type PageQuery, readPage } from './read-page.ts';
import { timeOrNull } from './time.ts';

interface ListedNode {
  job_id: string;
  node_id: string;
  kind: string;
  handler: string | null;
  workflow_id: string;
  platform_id: string | null;
  asset_id: string | null;
  version_ordinal: number | null;
  attempt: number;
  started_at: string | null;
}

export interface RunningNode extends ListedNode {
  /** 0 to 100. */
  percent: number;
  last_failure: Fault | null;
  items: ItemCounts | null;
}

export interface FailedNode extends ListedNode {
  ended_at: string | null;
  error: Fault | null;
  note: string | null;
}

export interface NodeFilter {
  /** Null: of all platforms, and of none. */
  platform_id: string | null;
}

const COMMON =
  'job_id, node_id, kind, handler, workflow_id, platform_id, asset_id, ordinal AS version_ordinal, attempt, started_at';

/** By when they began or ended; one without that time counts as the oldest. */
const KEY: Key = [
  ['since', 'time'],
  ['job_id', 'text'],
  ['node_id', 'text'],
];

type Timed<T> = Omit<T, 'started_at' | 'ended_at'> & { started_at: Date | null; ended_at: Date | null };

export async function listRunningNodes(db: Queryable, filter: NodeFilter, page: PageAsked): Promise<Page<RunningNode>> {
  const { rows, next } = await readPage<Timed<RunningNode>>(db, runningNodePage(filter, page));
  return { rows: rows.map((row) => ({ ...row, started_at: timeOrNull(row.started_at) })), next };
}

export async function listFailedNodes(db: Queryable, filter: NodeFilter, page: PageAsked): Promise<Page<FailedNode>> {
  const { rows, next } = await readPage<Timed<FailedNode>>(db, failedNodePage(filter, page));
  return {
    rows: rows.map((row) => ({
      ...row,
      started_at: timeOrNull(row.started_at),
      ended_at: timeOrNull(row.ended_at),
    })),
    next,
  };
}

export function runningNodePage({ platform_id }: NodeFilter, page: PageAsked): PageQuery {
  return {
    ...page,
    select: `${COMMON}, percent, last_failure, items`,
    from: 'rhumbline.running_node_view',
    where: given({ 'platform_id =': platform_id }),
    key: KEY,
  };
}

export function failedNodePage({ platform_id }: NodeFilter, page: PageAsked): PageQuery {
  return {
    ...page,
    select: `${COMMON}, ended_at, error, note`,
    from: 'rhumbline.failed_node_view',
    where: given({ 'platform_id =': platform_id }),
    key: KEY,
  };
}
