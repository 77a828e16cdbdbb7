import type { JsonObject, JsonValue } from './json.ts';

/**
 * The execution plan: the compiled, checked form of a workflow spec. Pure JSON. The interpreter
 * workflow runs it, a job row snapshots it, and its hash is part of a job's provenance.
 */
export interface ExecutionPlan {
  /** Version of this format, raised when an older interpreter could not run the plan. */
  plan_format: 1;
  workflow_id: string;
  version: number;
  description: string;
  inputs: Record<string, InputDeclaration>;
  /** In a topological order: a node comes after everything that it depends on. */
  nodes: Record<string, PlanNode>;
  outputs: Record<string, TemplatedValue>;
  /** For the whole of one attempt of the job; it fails with `job_timeout` when it is over. */
  timeout_ms?: number;
  /** When jobs of this spec are submitted by the clock. */
  schedule?: Schedule;
  /** Plans of the specs that nodes use, by workflow id: pinned, as this one is. */
  uses?: Record<string, ExecutionPlan>;
  /** SHA-256, hex, over the canonical JSON of all other fields. */
  plan_hash: string;
}

export const INPUT_TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
export type InputType = (typeof INPUT_TYPES)[number];

/**
 * `inbound_container`: one that may be looked through. `blob`: looked up in its container. `blob_part`: what stands between two slashes of a
 * blob's name. `blob_prefix`: what names of blobs begin with. `stac_item`: looked up
 * in its collection, where it must be one that the job may replace. `stac_item_ref`: of an array, whose items are each `{ collection_id, item_id }`. `raster_crs`: an EPSG code that the raster in a blob must be in, as far as its
 * header tells. `date-time`: an instant as RFC 3339 writes it.
 */
export const INPUT_FORMATS = [
  ...(['container', 'inbound_container', 'blob', 'blob_part', 'blob_prefix'] as const),
  ...(['stac_item', 'stac_item_ref', 'raster_crs', 'date-time'] as const),
] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

export interface InputDeclaration {
  type: InputType;
  required: boolean;
  default?: JsonValue;
  description?: string;
  /** The values allowed, when not every value of the type is. */
  enum?: JsonValue[];
  minimum?: number;
  maximum?: number;
  min_length?: number;
  max_length?: number;
  /** A regular expression in RE2's syntax that the whole of a string must match. */
  pattern?: string;
  /** What a string is or names; checked before a job is accepted, so that it is refused at once and not by a failed job. */
  format?: InputFormat;
  /** For `format: blob`: the name of the input that holds its container. */
  container_input?: string;
  /** For `format: stac_item`: the name of the input that holds its collection. */
  collection_input?: string;
  /** For `format: raster_crs`: the name of the input that holds the raster's blob. */
  blob_input?: string;
  /** For `format: raster_crs`: the name of the input that says the CRS of a raster whose header does not count. */
  declared_input?: string;
  /** Of an array: what every item must be. */
  items?: { type: InputType };
}

/** JSON whose strings may hold templates, such as `"{{ inputs.x }}"`. */
export type TemplatedValue = JsonValue;

/** How a node's parents decide whether it starts. */
export const JOIN_MODES = ['all_of', 'any_of', 'settled'] as const;
export type JoinMode = (typeof JOIN_MODES)[number];

/**
 * `all_of`: after all of `required`. `any_of`: once at least one of `alternatives` completed and the
 * rest are settled. Both may be present: a template that mentions a node makes it required.
 */
export interface Dependencies {
  required: string[];
  alternatives: string[];
  /** Run after these, whatever they came to. */
  settled: string[];
}

interface NodeBase {
  depends_on: Dependencies;
  description?: string;
  /** A template that gives a boolean; false skips the node. */
  when?: string;
  /** Looked at when the node has completed; true ends the job, completed. Sees the node's own output as `output`. */
  complete_when?: EndCondition;
  /** As `complete_when`; true ends the job, failed with `fail_when`. Looked at first. */
  fail_when?: EndCondition;
}

export interface EndCondition {
  /** A template that gives a boolean. */
  when: string;
  /** Why, for people; may hold templates. */
  reason?: string;
}

/** One call of a handler. */
export interface TaskWork {
  handler: string;
  /** Decides the task queue: heavy work (GDAL) has workers of its own. */
  cost: Cost;
  params: JsonObject;
  timeouts: Timeouts;
  retry: RetryPolicy;
}

/** One run of another spec, as a child workflow. */
export interface WorkflowWork {
  /** Key of the plan's `uses`. */
  uses: string;
  /** JSON that may hold templates. */
  inputs: JsonObject;
}

export interface TaskNode extends NodeBase, TaskWork {
  kind: 'task';
}

/** Runs another spec; the node's output is that spec's outputs. */
export interface WorkflowNode extends NodeBase, WorkflowWork {
  kind: 'workflow';
}

export interface ConditionalNode extends NodeBase {
  kind: 'conditional';
  /** Tried in order; the first whose `when` is true is taken. Exactly one has no `when`: the default. */
  branches: Branch[];
}

export interface Branch {
  name: string;
  when?: string;
  next: string[];
}

/** Does the same work for every item of an array. Templates of `key` and of the work see `item`, `index` and (the work) `key`. */
export interface FanOutNode extends NodeBase {
  kind: 'fan_out';
  /** Gives the array. */
  source: TemplatedValue;
  /** Names an item: a string or a number, each once. Its index when absent. */
  key?: string;
  /** Items under way at the same time. */
  max_concurrency: number;
  on_failure: OnFailure;
  chunk: ChunkPolicy;
  work: ItemWork;
}

/** `when` skips the item that it is false for. */
export type ItemWork =
  | ({ kind: 'task'; when?: string } & TaskWork)
  | ({ kind: 'workflow'; when?: string } & WorkflowWork);

/**
 * `finish`: every item runs to its end, then the node fails if any item did. `fail_fast`: the first failure cancels the others.
 * `tolerate`: as finish, but the node completes as long as no more failed than that many, or that share of all.
 */
export type OnFailure =
  | { mode: 'finish' }
  | { mode: 'fail_fast' }
  | { mode: 'tolerate'; count: number }
  | { mode: 'tolerate'; percent: number };

/** How many items travel in one activity. Heavy work and work that may be tried only once goes item by item (size 1). */
export interface ChunkPolicy {
  /** `auto` follows the measured cost of the items. */
  size: 'auto' | number;
  /** Of the items of one chunk, as JSON. */
  max_bytes: number;
}

export const AGGREGATIONS = ['collect', 'concat', 'sum', 'first', 'last', 'count', 'min', 'max', 'merge'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Brings a fan-out's outputs together, in the order of its items. */
export interface FanInNode extends NodeBase {
  kind: 'fan_in';
  /** The fan-out; always a required parent. */
  from: string;
  aggregation: Aggregation;
  /** What of an item to take: a template that sees `output`, `item`, `index` and `key`. The whole output when absent. */
  value?: string;
}

/** Waits for a person. Output: `{ approved, by, comment, decided_at }`. */
export interface ApprovalNode extends NodeBase {
  kind: 'approval';
  /** What is to be decided; may hold templates. */
  message: string;
  /** The node fails with `approval_timeout` when nobody has decided by then. */
  timeout_ms?: number;
  /** `fail`: the node fails with `approval_rejected`. `complete`: it completes with `approved: false`. */
  on_rejection: 'fail' | 'complete';
}

/** Waits. Output: `{ slept_ms }`. */
export interface SleepNode extends NodeBase {
  kind: 'sleep';
  /** A duration such as `10m`, or a template that gives one; `until` is an RFC 3339 instant instead. */
  duration?: string;
  until?: string;
}

export type PlanNode = TaskNode | WorkflowNode | ConditionalNode | FanOutNode | FanInNode | ApprovalNode | SleepNode;
export type NodeKind = PlanNode['kind'];

/** Meaning of `overlap` and `catch_up_window_ms` as in Temporal's schedule policies. */
export interface Schedule {
  /** Each of five fields: minute, hour, day of month, month, day of week. */
  cron: string[];
  /** IANA name. */
  timezone: string;
  overlap: Overlap;
  catch_up_window_ms: number;
  inputs: JsonObject;
}

export const OVERLAPS = ['skip', 'buffer_one', 'buffer_all', 'cancel_other', 'terminate_other', 'allow_all'] as const;
export type Overlap = (typeof OVERLAPS)[number];

export const COSTS = ['light', 'heavy'] as const;
export type Cost = (typeof COSTS)[number];

/** All in milliseconds. Meaning as in Temporal's activity options. */
export interface Timeouts {
  start_to_close_ms: number;
  schedule_to_close_ms?: number;
  heartbeat_ms?: number;
}

export const BACKOFFS = ['fixed', 'exponential'] as const;
export type Backoff = (typeof BACKOFFS)[number];

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  max_attempts: number;
  initial_delay_ms: number;
  backoff: Backoff;
  max_delay_ms: number;
  /** Failure codes that end the node at once. */
  non_retryable: string[];
}
