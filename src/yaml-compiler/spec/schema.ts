import { z } from 'zod';
import { parseDuration } from '../../plan/duration.ts';
import type { JsonValue } from '../../plan/json.ts';
import { BACKOFFS, INPUT_FORMATS, INPUT_TYPES } from '../../plan/plan.ts';

/** The authority on the shape of a workflow spec. What shape cannot say (names, types, cycles) is checked after it. */

export const NAME_PATTERN = /^[a-z][a-z0-9_]{0,63}$/;

const name = z
  .string()
  .regex(NAME_PATTERN, 'is written in lower case: letters, digits and _, a letter first, at most 64');
const nodeName = z.string().min(1);
const names = z.union([nodeName, z.array(nodeName).min(1)]);

/** Marks the faults that have a diagnostic code of their own. */
export const DURATION_FAULT = 'is not a duration: write a whole number and a unit, such as 500ms, 2s, 10m or 1h';
const duration = z.string().refine((text) => parseDuration(text) !== undefined, DURATION_FAULT);

export const INPUT_SCHEMA = z.strictObject({
  type: z.enum(INPUT_TYPES),
  required: z.boolean().optional(),
  default: z.json().optional(),
  description: z.string().optional(),
  enum: z.array(z.json()).min(1).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  min_length: z.int().min(0).optional(),
  max_length: z.int().min(0).optional(),
  pattern: z.string().min(1).optional(),
  format: z.enum(INPUT_FORMATS).optional(),
  container_input: z.string().optional(),
});

const dependsOn = z.union([
  names,
  z.strictObject({ all_of: z.array(nodeName).min(1) }),
  z.strictObject({ any_of: z.array(nodeName).min(1) }),
  z.strictObject({ settled: z.array(nodeName).min(1) }),
]);

const retry = z.strictObject({
  max_attempts: z.int().min(1).max(100).optional(),
  initial_delay: duration.optional(),
  backoff: z.enum(BACKOFFS).optional(),
  max_delay: duration.optional(),
  non_retryable: z.array(z.string()).optional(),
});

const timeout = z.union([
  duration,
  z.strictObject({
    start_to_close: duration.optional(),
    schedule_to_close: duration.optional(),
    heartbeat: duration.optional(),
  }),
]);

const common = {
  description: z.string().optional(),
  depends_on: dependsOn.optional(),
  when: z.union([z.string(), z.boolean()]).optional(),
};

const branch = z.strictObject({
  name,
  when: z.string().optional(),
  default: z.literal(true).optional(),
  next: names,
});

/** One schema a kind of node, keyed by what a spec writes as `type`. */
export const NODE_SCHEMAS = {
  task: z.strictObject({
    type: z.literal('task').optional(),
    ...common,
    handler: z.string().min(1),
    params: z.record(z.string(), z.json()).optional(),
    timeout: timeout.optional(),
    retry: retry.optional(),
  }),
  conditional: z.strictObject({ type: z.literal('conditional'), ...common, branches: z.array(branch).min(1) }),
} as const;
export type NodeType = keyof typeof NODE_SCHEMAS;

export const SPEC_SCHEMA = z.strictObject({
  workflow_id: name,
  version: z.int().min(1),
  description: z.string().optional(),
  inputs: z.record(name, INPUT_SCHEMA).optional(),
  nodes: z.record(name, z.unknown()),
  outputs: z.record(name, z.json()).optional(),
});

export type InputSpec = z.output<typeof INPUT_SCHEMA>;
export type DependsOnSpec = z.output<typeof dependsOn>;
export type RetrySpec = z.output<typeof retry>;
export type TimeoutSpec = z.output<typeof timeout>;
export type TaskSpec = z.output<(typeof NODE_SCHEMAS)['task']>;
export type ConditionalSpec = z.output<(typeof NODE_SCHEMAS)['conditional']>;
export type NodeSpec = ({ type: 'task' } & Omit<TaskSpec, 'type'>) | ConditionalSpec;

/** A spec as far as its shape is right. */
export interface WorkflowSpec extends Omit<z.output<typeof SPEC_SCHEMA>, 'inputs' | 'nodes' | 'outputs'> {
  inputs: Record<string, InputSpec>;
  nodes: Record<string, NodeSpec>;
  outputs: Record<string, JsonValue>;
  /** Names of nodes and inputs that are there, but in a wrong shape: what mentions them is not a fault as well. */
  opaque: { nodes: ReadonlySet<string>; inputs: ReadonlySet<string> };
}
