import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';
import { given, type Page, type PageAsked, type PageQuery, readPage } from './read-page.ts';
import { timeOf } from './time.ts';

export interface EventView {
  occurred_at: string;
  kind: string;
  actor: string;
  request_id: string | null;
  platform_id: string | null;
  asset_id: string | null;
  version_ordinal: number | null;
  job_id: string | null;
  node_id: string | null;
  before: JsonObject | null;
  after: JsonObject | null;
}

export interface EventFilter {
  /** Null: of all platforms, and of none. */
  platform_id: string | null;
  kind?: string | undefined;
  asset_id?: string | undefined;
  job_id?: string | undefined;
}

/** The trail, in the order in which it was written. */
export async function listEvents(db: Queryable, filter: EventFilter, page: PageAsked): Promise<Page<EventView>> {
  const { rows, next } = await readPage<Omit<EventView, 'occurred_at'> & { occurred_at: Date }>(
    db,
    eventPage(filter, page),
  );
  return { rows: rows.map((row) => ({ ...row, occurred_at: timeOf(row.occurred_at) })), next };
}

export function eventPage({ platform_id, kind, asset_id, job_id }: EventFilter, page: PageAsked): PageQuery {
  return {
    ...page,
    select:
      'occurred_at, kind, actor, request_id, platform_id, asset_id, ordinal AS version_ordinal, job_id, node_id, before, after',
    from: 'rhumbline.event_view',
    where: given({ 'platform_id =': platform_id, 'kind =': kind, 'asset_id =': asset_id, 'job_id =': job_id }),
    key: [['event_id', 'integer']],
  };
}
