import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type pg from 'pg';
import { createPool } from '../../src/db/pool.ts';
import { RUN_PLAN } from '../../src/plan/job.ts';
import { ask } from './api.ts';
import type { AssetRow, EventRow, Evidence, JobRow, Run, VersionRow } from './evidence.ts';

type Env = Readonly<Record<string, string>>;

/** Longer than any job of the clients takes, than Temporal needs to miss a worker, and than some sweeps of the reconciler. */
const SETTLE_MS = 180_000;

/** Access to what the clients know nothing of. */
export interface Inside {
  /** Waits until all jobs have ended, and their workflows; not for ever. @returns milliseconds that it took */
  settle(signal: AbortSignal): Promise<number>;
  gather(): Promise<Omit<Evidence, 'history'>>;
  close(): Promise<void>;
}

export async function lookInside(env: Env): Promise<Inside> {
  const url = env.DATABASE_URL ?? '';
  const pool = createPool({ url, application_name: 'rhumbline torture', max: 2, onError: () => undefined });
  const connection = Connection.lazy({ address: env.TEMPORAL_ADDRESS ?? '' });
  const temporal = new Client({ connection, namespace: env.TEMPORAL_NAMESPACE ?? '' });
  return {
    settle: async (signal) => {
      const began = performance.now();
      while (!signal.aborted && performance.now() - began < SETTLE_MS && !(await isSettled(pool, temporal))) {
        await sleep(500);
      }
      return performance.now() - began;
    },
    gather: async () => ({
      assets: await readAssets(pool, env),
      versions: await rowsOf<VersionRow>(pool, VERSIONS),
      jobs: await rowsOf<JobRow>(pool, JOBS),
      events: (await rowsOf<EventRow>(pool, EVENTS)).map((event) => ({ ...event, event_id: Number(event.event_id) })),
      runs: await runsOf(temporal),
    }),
    close: async () => {
      await Promise.all([pool.end(), connection.close()]);
    },
  };
}

async function isSettled(pool: pg.Pool, temporal: Client): Promise<boolean> {
  try {
    const { rows } = await pool.query("SELECT FROM rhumbline.jobs WHERE state IN ('pending', 'running') LIMIT 1");
    if (rows.length > 0) return false;
    const { count } = await temporal.workflow.count(`WorkflowType = '${RUN_PLAN}' AND ExecutionStatus = 'Running'`);
    return count === 0;
  } catch {
    return false;
  }
}

const VERSIONS = `SELECT asset_id, ordinal, request_id, processing_state, approval_state, revision, current_job_id
  FROM rhumbline.asset_versions ORDER BY asset_id, ordinal`;
const JOBS =
  "SELECT job_id, asset_id, ordinal, revision, state, attempt, error->>'code' AS code FROM rhumbline.jobs ORDER BY job_id";
const EVENTS = `SELECT event_id, kind, actor, request_id, asset_id, ordinal, job_id, after
  FROM rhumbline.events ORDER BY event_id`;
const ASSETS = `SELECT asset_id, asset.clearance, asset.deleted_at IS NOT NULL AS is_deleted,
    summary.latest_ordinal AS summary_latest, summary.newest_ordinal AS summary_newest
  FROM rhumbline.assets AS asset LEFT JOIN rhumbline.asset_summaries AS summary USING (asset_id) ORDER BY asset_id`;

async function rowsOf<T extends object>(pool: pg.Pool, sql: string): Promise<T[]> {
  return (await pool.query<T & pg.QueryResultRow>(sql)).rows;
}

/** With what the public door says of each: the version at `latest`, or that there is none. */
async function readAssets(pool: pg.Pool, env: Env): Promise<AssetRow[]> {
  const rows = await rowsOf<AssetRow>(pool, ASSETS);
  for (const row of rows) {
    const request = { method: 'GET', path: `/api/assets/${row.asset_id}/versions/latest` } as const;
    const { status, body } = await ask(`${env.RHUMBLINE_GATEWAY_URL}`, `${env.RHUMBLINE_API_KEY}`, request, 'torture');
    if (status === 200) row.told_latest = Number(body.version_ordinal);
    if (status === 404) row.told_latest = null;
  }
  return rows;
}

async function runsOf(temporal: Client): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const { workflowId, runId, status, memo } of temporal.workflow.list({
    query: `WorkflowType = '${RUN_PLAN}'`,
  })) {
    const attempt = typeof memo?.attempt === 'number' ? memo.attempt : 1;
    runs.push({ job_id: workflowId, run_id: runId, status: status.name, attempt });
  }
  return runs;
}
