import type { Queryable } from '../db/pool.ts';
import { storableJson } from '../db/storable-json.ts';
import type { AssetRef } from '../plan/job.ts';
import type { JsonObject } from '../plan/json.ts';
import type { ExecutionPlan } from '../plan/plan.ts';

export const DEFAULT_PRIORITY = 5;

export interface NewJob {
  job_id: string;
  asset: AssetRef | null;
  plan: ExecutionPlan;
  /** Resolved against the plan's declarations. */
  inputs: JsonObject;
  submitted_by: string;
  software_version: string;
  correlation_id: string | null;
  callback_url: string | null;
  priority: number;
  idempotency_key: string | null;
}

/**
 * Writes a job with its plan as it is now, and its nodes, all pending. A later change of the spec does not reach it.
 *
 * @returns false when a job of this id is there already; nothing is written then
 */
export async function insertJob(db: Queryable, job: NewJob): Promise<boolean> {
  const { asset, plan } = job;
  const { rowCount } = await db.query(
    `INSERT INTO rhumbline.jobs (job_id, asset_id, ordinal, revision, platform_id, workflow_id, workflow_version, plan,
       plan_hash, inputs, submitted_by, software_version, correlation_id, callback_url, priority, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (job_id) DO NOTHING`,
    [
      ...[job.job_id, asset?.asset_id, asset?.ordinal, asset?.revision, asset?.platform_id],
      ...[plan.workflow_id, plan.version, storableJson(plan), plan.plan_hash, storableJson(job.inputs)],
      ...[job.submitted_by, job.software_version, job.correlation_id, job.callback_url, job.priority],
      job.idempotency_key,
    ],
  );
  if (rowCount === 0) return false;
  await insertNodes(db, job.job_id, plan);
  return true;
}

async function insertNodes(db: Queryable, jobId: string, plan: ExecutionPlan): Promise<void> {
  const nodes = Object.entries(plan.nodes).map(([node_id, node]) => ({
    node_id,
    kind: node.kind,
    handler: node.kind === 'task' ? node.handler : null,
  }));
  await db.query(
    `INSERT INTO rhumbline.job_nodes (job_id, node_id, position, kind, handler)
     SELECT $1, node_id, ordinality - 1, kind, handler
     FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (node_id text, kind text, handler text)) WITH ORDINALITY`,
    [jobId, storableJson(nodes)],
  );
}
