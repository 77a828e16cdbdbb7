import type { Queryable } from '../../db/pool.ts';

export interface SpecCounts {
  workflow_id: string;
  queued: number;
  running: number;
  paused: number;
  /** Of the last 24 hours, as the three that follow. */
  completed: number;
  failed: number;
  cancelled: number;
}

export interface FailureRate {
  ended: number;
  failed: number;
  /** 0 to 1; null when nothing ended. */
  rate: number | null;
}

export interface JobStats {
  by_workflow: SpecCounts[];
  last_hour: FailureRate;
  last_day: FailureRate;
}

/**
 * What runs and waits now, and what ended in the last day.
 *
 * @param platformId whose jobs; null for all, those of no platform too
 */
export async function readJobStats(db: Queryable, platformId: string | null): Promise<JobStats> {
  const { rows } = await db.query<SpecCounts & { ended_hour: number; failed_hour: number }>(
    `SELECT workflow_id,
            count(*) FILTER (WHERE state = 'pending')::integer AS queued,
            count(*) FILTER (WHERE state = 'running')::integer AS running,
            count(*) FILTER (WHERE is_paused)::integer AS paused,
            count(*) FILTER (WHERE state = 'completed')::integer AS completed,
            count(*) FILTER (WHERE state = 'failed')::integer AS failed,
            count(*) FILTER (WHERE state = 'cancelled')::integer AS cancelled,
            count(*) FILTER (WHERE ended_at > now() - interval '1 hour')::integer AS ended_hour,
            count(*) FILTER (WHERE ended_at > now() - interval '1 hour' AND state = 'failed')::integer AS failed_hour
     FROM rhumbline.jobs
     WHERE (state IN ('pending', 'running') OR ended_at > now() - interval '1 day')
       AND ($1::text IS NULL OR platform_id = $1)
     GROUP BY workflow_id ORDER BY workflow_id`,
    [platformId],
  );
  const sum = (count: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + count(row), 0);
  return {
    by_workflow: rows.map(({ ended_hour: _, failed_hour: __, ...counts }) => counts),
    last_hour: rateOf(
      sum((row) => row.ended_hour),
      sum((row) => row.failed_hour),
    ),
    last_day: rateOf(
      sum(({ completed, failed, cancelled }) => completed + failed + cancelled),
      sum(({ failed }) => failed),
    ),
  };
}

function rateOf(ended: number, failed: number): FailureRate {
  return { ended, failed, rate: ended === 0 ? null : failed / ended };
}
