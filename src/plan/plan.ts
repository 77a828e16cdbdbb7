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
  /** SHA-256, hex, over the canonical JSON of all other fields. */
  plan_hash: string;
}

export const INPUT_TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
export type InputType = (typeof INPUT_TYPES)[number];

/** `blob`: looked up in its container. `blob_part`: what stands between two slashes of a blob's name. */
export const INPUT_FORMATS = ['container', 'blob', 'blob_part'] as const;
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
  /** What a string names; checked before a job is accepted, so that it is refused at once and not by a failed job. */
  format?: InputFormat;
  /** For `format: blob`: the name of the input that holds its container. */
  container_input?: string;
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
}

export interface TaskNode extends NodeBase {
  kind: 'task';
  handler: string;
  /** Decides the task queue: heavy work (GDAL) has workers of its own. */
  cost: Cost;
  params: JsonObject;
  timeouts: Timeouts;
  retry: RetryPolicy;
}

export interface ConditionalNode extends NodeBase {
  kind: 'conditional';
  /** Tried in order; the first whose `when` is true is taken. Exactly one has no `when`: the default. */
  branches: Branch[];
}

export type PlanNode = TaskNode | ConditionalNode;
export type NodeKind = PlanNode['kind'];

export interface Branch {
  name: string;
  when?: string;
  next: string[];
}

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
