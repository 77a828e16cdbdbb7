import type { ItemsBatch } from './execution/effects.ts';
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
/** Says when a run whose templates do much work may do more. */
export const TAKE_TURN = 'take_turn';
/** The activity type by which a used spec that did not complete keeps what it has done in its own history. */
export const KEEP_SNAPSHOT = 'keep_snapshot';
/** The activity type by which it is told, when it runs again for a retry of its job, what the run before had done. */
export const RECALL_SNAPSHOT = 'recall_snapshot';
/** The Temporal workflow type that runs a slice of a fan-out's items. */
export const RUN_ITEMS = 'runItems';
/** Query: a JobProgress. */
export const PROGRESS = 'progress';
/** Query: a JobSnapshot, also of a closed workflow. */
export const SNAPSHOT = 'snapshot';
/** Signals: no new node and no new item is started until the job is resumed; what runs goes on. */
export const PAUSE = 'pause';
export const RESUME = 'resume';
/** Update: an ApprovalDecision for an approval node that waits. */
export const DECIDE = 'decide';

export interface ApprovalDecision {
  node_id: string;
  approved: boolean;
  /** Who decided. */
  by: string;
  comment: string | null;
}

/** Approval nodes that wait, with what was decided and not acted on yet. */
export type OpenApprovals = Record<string, ApprovalDecision | null>;

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
  /** Runs of used specs that it may have under way at a time. Absent where one began that knew no bound. */
  used_runs?: number;
  /** Version of the software that accepted the job. */
  software_version: string;
  /** What an attempt before this one, or this one before it continued as new, has come to. */
  resume?: JobSnapshot;
  /** The run before it, which this one continues, was paused. */
  is_paused?: boolean;
  /** What was open in the run before it, which this one continues. */
  open_approvals?: OpenApprovals;
  /** Of a used spec: Temporal's id of the run of it that an earlier attempt of the job left unfinished, to go on from. */
  before?: string;
  /** The node for which this runs as a child; such a job has no row of its own. */
  parent?: ParentNode;
}

/** On which terms jobs run, whichever they are. */
export type JobTerms = Required<Pick<RunPlanInput, 'task_queues' | 'used_runs'>>;

/** The one argument of the workflow that runs a slice of a fan-out's items. */
export interface RunItemsInput
  extends Pick<RunPlanInput, 'job_id' | 'attempt' | 'asset' | 'task_queues' | 'software_version'> {
  /** Runs of used specs that each of its items may have under way at a time. */
  used_runs?: number;
  uses: Record<string, ExecutionPlan>;
  batch: ItemsBatch;
  /** What runs before this one, which were out of room, have done of it. */
  so_far: ItemsSnapshot[];
  /** The run before it, which this one continues, was paused. */
  is_paused?: boolean;
}

export interface ParentNode {
  job_id: string;
  node_id: string;
  /** The fan-out's item. */
  key: string | null;
  /** A retry of the job goes on in it: it keeps what it has done. Absent where an older parent began it. */
  goes_on?: true;
}

/** A run of a used spec asks what one before it has done. */
export interface RecallRequest {
  /** Of both. */
  workflow_id: string;
  /** The run that asks. */
  run_id: string;
  /** The run that it would go on from. */
  before: string;
}

/** What of a job to run again; nothing named is all that did not complete. */
export interface RetryRequest {
  /** These, and all that depends on them. */
  nodes?: string[];
  /** Items of fan-outs, by node. */
  items?: Record<string, string[]>;
  /** Outputs given by hand: these nodes count as completed. */
  outputs?: JsonObject;
  /** The same of items of fan-outs, by node and key. */
  item_outputs?: Record<string, JsonObject>;
}

/** What is done of a job, for going on from there. */
export interface JobSnapshot {
  /** Of the job that this is. */
  attempt: number;
  /** When the attempt began: RFC 3339, UTC. */
  started_at: string;
  /** Of the last report, when the same attempt goes on in a new run. */
  report_sequence?: number;
  /** Nodes that are settled, wait for a person or a time, or are fan-outs or used specs that have begun. */
  nodes: Record<string, NodeSnapshot>;
}

export interface NodeSnapshot {
  state: NodeState;
  /** Of one that waits. */
  ready_at?: string | null;
  started_at: string | null;
  ended_at: string | null;
  note: string | null;
  fault: Fault | null;
  output?: JsonValue;
  /** A conditional's choice. */
  branch?: string;
  /** Its `complete_when` ended the job. */
  ended_job?: true;
  /** Its output was given by hand. */
  given?: true;
  /** A fan-out's items that are settled. */
  items?: ItemsSnapshot;
  /** Of a used spec that did not complete: its last run. */
  run?: string;
}

export interface ItemsSnapshot {
  total: number;
  /** By item, where the spec has a key. */
  keys: string[] | null;
  results: ResultPart[];
  failures: ItemFailure[];
  skipped: IndexRange[];
  /** Of items that are used specs and did not complete: their last runs. */
  runs?: ItemOfRun[];
}

export type ItemOfRun = [index: number, run: string];
export type IndexRange = [first: number, count: number];

/** Outputs of items, kept as text: a hundred thousand small objects cost much more. */
export interface ResultPart {
  ranges: IndexRange[];
  /** A JSON array: the outputs in the order of the ranges. */
  outputs: string;
}

export interface ItemFailure {
  index: number;
  key: string;
  fault: Fault;
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
  /** When its parents let it begin. */
  ready_at?: string | null;
  started_at: string | null;
  ended_at: string | null;
  fault: Fault | null;
  /** Why a node was skipped, or which branch was taken. */
  note: string | null;
  /** Of a fan-out that has begun: how many of its items are in which state. */
  items: ItemCounts | null;
  /** Of a fan-out: its chunks and batches that are under way, whose items `items` does not count as done. */
  open_parts?: string[];
  /** Of a fan-out: those of its items that failed, the first hundred of them. */
  failed_items?: ItemFailure[];
}

export interface ItemCounts {
  total: number;
  pending: number;
  running: number;
  completed: number;
  failed: number;
  skipped: number;
  cancelled: number;
}

/** The answer to the progress query. */
export interface JobProgress {
  job_id: string;
  state: JobState;
  is_paused: boolean;
  /** 0 to 100: the share of nodes that are completed or skipped; a fan-out counts by its items. */
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
  /** When it was made: RFC 3339, UTC. */
  at?: string;
  /** When the attempt began: RFC 3339, UTC. */
  started_at?: string;
  state: JobState;
  is_paused: boolean;
  /** When it was last paused or resumed: RFC 3339, UTC. */
  pause_changed_at?: string;
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
