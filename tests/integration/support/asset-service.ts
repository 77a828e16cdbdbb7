import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Actor } from '../../../src/assets/events.ts';
import type { Submission } from '../../../src/assets/submit-version.ts';
import type { JobReport, NodeReport } from '../../../src/plan/job.ts';
import { freshDatabase, poolOf } from './database.ts';
import type { Lifetime } from './lifetime.ts';
import { TWO_NODES } from './plans.ts';

export const ACTOR: Actor = { name: 'api-key:test', request_id: 'http-1' };

/** A pool of the domain's role on a database of the suite's own. */
export async function domainPool(t: Lifetime): Promise<pg.Pool> {
  const database = await freshDatabase(t);
  return poolOf(t, database.domain, 25);
}

export function submission(over: Partial<Submission> = {}): Submission {
  return {
    platform_id: 'ddh',
    platform_refs: { dataset_id: randomUUID(), resource_id: 'R-1' },
    data_type: 'raster',
    version_label: null,
    request_id: randomUUID(),
    request_hash: 'a'.repeat(64),
    submitted_by: null,
    callback_url: null,
    plan: TWO_NODES,
    inputs: {},
    software_version: '0.0.0-test',
    ...over,
  };
}

export function report(job_id: string, over: Partial<JobReport> = {}): JobReport {
  return {
    job_id,
    attempt: 1,
    sequence: 0,
    state: 'running',
    is_paused: false,
    percent: 0,
    nodes: [],
    result: null,
    fault: null,
    ...over,
  };
}

export function node(node_id: string, state: NodeReport['state'], over: Partial<NodeReport> = {}): NodeReport {
  const started_at = '2026-01-02T03:04:05.000Z';
  const ended_at = state === 'running' ? null : '2026-01-02T03:05:05.000Z';
  return {
    node_id,
    kind: 'task',
    handler: 'echo',
    state,
    started_at,
    ended_at,
    fault: null,
    note: null,
    items: null,
    ...over,
  };
}

export function completed(job_id: string, outputs: Record<string, string>, sequence = 9): JobReport {
  const _provenance = {
    workflow_id: 'two_nodes',
    version: 1,
    job_id,
    plan_hash: TWO_NODES.plan_hash,
    software_version: '0.0.0-test',
    completed_at: '2026-01-02T03:06:05.000Z',
  };
  return report(job_id, { sequence, state: 'completed', percent: 100, result: { outputs, _provenance } });
}

export async function one<T extends pg.QueryResultRow>(pool: pg.Pool, sql: string, values: unknown[]): Promise<T> {
  const { rows } = await pool.query<T>(sql, values);
  const row = rows[0];
  if (row === undefined || rows.length > 1) throw new Error(`expected one row, got ${rows.length}: ${sql}`);
  return row;
}
