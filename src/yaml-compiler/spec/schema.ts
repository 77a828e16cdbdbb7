import { z } from 'zod';
import type { JsonValue } from '../../plan/json.ts';
import { OVERLAPS } from '../../plan/plan.ts';
import { duration, json, name, retry, templated, timeout } from './fields.ts';
import type { InputSpec } from './input-schema.ts';
import type { NodeSpec } from './node-schemas.ts';
import type { ShapeFaults } from './shape-faults.ts';

/** The authority on the shape of a workflow spec. What shape cannot say (names, types, cycles) is checked after it. */

export const DEFAULTS_SCHEMA = z
  .strictObject({ timeout: timeout.optional(), retry: retry.optional() })
  .describe('For every task of the spec that does not say.');

const cron = z.string().min(1).max(256);
export const SCHEDULE_SCHEMA = z
  .strictObject({
    cron: z
      .union([cron, z.array(cron).min(1).max(100)])
      .describe('Minute, hour, day of month, month, day of week, such as "0 3 * * *"; or a list of such.'),
    timezone: z.string().min(1).max(64).optional().describe('IANA name, such as Europe/Zurich. Default: UTC.'),
    overlap: z.enum(OVERLAPS).optional().describe('When the job before still runs. Default: skip.'),
    catch_up_window: duration.optional().describe('How late a missed time is still run. Default: 1h.'),
    inputs: templated.optional().describe('What the jobs are given; no templates.'),
  })
  .describe('Submits jobs by the clock.');

/** The document itself; its parts have schemas of their own. */
export const SPEC_SCHEMA = z.strictObject({
  workflow_id: name.describe('The name of the file, without .yaml.'),
  version: z.int().min(1).describe('Raise it with every change that matters to somebody.'),
  description: z.string().optional().describe('For people.'),
  inputs: z.record(name, z.unknown()).optional().describe('What a job is given, by name.'),
  timeout: duration.optional().describe('For the whole job.'),
  defaults: z.unknown().optional(),
  schedule: z.unknown().optional(),
  nodes: z.record(name, z.unknown()).describe('1 to 500 nodes, by id.'),
  outputs: z.record(name, json).optional().describe('JSON with templates, evaluated when the job completes.'),
});

export type DefaultsSpec = z.output<typeof DEFAULTS_SCHEMA>;
export type ScheduleSpec = z.output<typeof SCHEDULE_SCHEMA>;

/** A spec as far as its shape is right; blanks stand for what must be there and is not. */
export interface WorkflowSpec {
  workflow_id: string;
  version: number;
  description?: string;
  timeout?: string;
  inputs: Record<string, InputSpec>;
  defaults: DefaultsSpec;
  schedule?: ScheduleSpec;
  nodes: Record<string, NodeSpec>;
  outputs: Record<string, JsonValue>;
  /** Where it is not in the right shape. */
  shape: ShapeFaults;
  /** Ids past the most nodes that a spec may have: they are there, and nobody looks at them. */
  surplus: ReadonlySet<string>;
}
