import type { Fault } from './fault.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { ExecutionPlan } from './plan.ts';

export const JOB_STATES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const NODE_STATES = ['pending', 'ready', 'running', 'completed', 'failed', 'skipped', 'cancelled'] as const;
export type NodeState = (typeof NODE_STATES)[number];

/** The Temporal workflow type of every job. */
export const RUN_PLAN = 'runPlan';
/** The activity type by which the interpreter tells the asset service what became of a job. */
export const RECORD_OUTCOME = 'record_outcome';
/** Query: a JobProgress. */
export const PROGRESS = 'progress';

/** The asset version that a job makes. */
export interface AssetRef {
  asset_id: string;
  platform_id: string;
  ordinal: number;
  revision: number;
}

/** The one argument of the interpreter workflow. The plan travels in it, so a job never notices a changed spec. */
export interface RunPlanInput {
  job_id: string;
  /** 1, and one more for each retry from failure. */
  attempt: number;
  asset: AssetRef | null;
  plan: ExecutionPlan;
  /** Checked against the plan's declarations, defaults filled in. */
  inputs: JsonObject;
  task_queues: TaskQueues;
  /** Version of the software that accepted the job. */
  software_version: string;
}

export interface TaskQueues {
  light: string;
  heavy: string;
}

export interface Provenance {
  workflow_id: string;
  version: number;
  job_id: string;
  plan_hash: string;
  software_version: string;
  /** RFC 3339, UTC. */
  completed_at: string;
}

export interface RunPlanResult {
  outputs: JsonObject;
  _provenance: Provenance;
}

/** One node's state as the interpreter knows it. Times are RFC 3339, UTC. */
export interface NodeReport {
  node_id: string;
  kind: string;
  handler: string | null;
  state: NodeState;
  started_at: string | null;
  ended_at: string | null;
  fault: Fault | null;
  /** Why a node was skipped, or which branch was taken. */
  note: string | null;
}

/** The answer to the progress query. */
export interface JobProgress {
  job_id: string;
  state: JobState;
  /** 0 to 100: the share of nodes that are completed or skipped. */
  percent: number;
  nodes: NodeReport[];
}

/**
 * What the interpreter tells the asset service: the job's state and the nodes that changed since the
 * last report. Reports may arrive twice; `sequence` orders those of one attempt.
 */
export interface JobReport {
  job_id: string;
  attempt: number;
  sequence: number;
  state: JobState;
  percent: number;
  nodes: NodeReport[];
  /** With `completed`: outputs and provenance. */
  result: RunPlanResult | null;
  /** With `failed` and `cancelled`. */
  fault: Fault | null;
}

/** Asset versions take these outputs of a spec into columns of their own. */
export interface VersionOutputs {
  blob_path?: JsonValue;
  table_name?: JsonValue;
  stac_item_id?: JsonValue;
  stac_collection_id?: JsonValue;
  content_hash?: JsonValue;
}
