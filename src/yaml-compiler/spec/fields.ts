import { z } from 'zod';
import { DURATION_RANGE, isWrittenAsDuration, parseDuration } from '../../plan/duration.ts';
import type { JsonValue } from '../../plan/json.ts';
import { BACKOFFS } from '../../plan/plan.ts';

/** What several kinds of node have in common. The descriptions are those that editors show. */

export const NAME_PATTERN = /^[a-z][a-z0-9_]{0,63}$/;

export const name = z
  .string()
  .regex(NAME_PATTERN, 'is written in lower case: letters, digits and _, a letter first, at most 64');
export const nodeName = z.string().min(1).describe('The id of a node.');
export const names = z.union([nodeName, z.array(nodeName).min(1)]);
/** Any JSON: what is read from YAML is nothing else. */
export const json = z.custom<JsonValue>((value) => value !== undefined);
export const templated = z.record(z.string(), json);
export const template = z.string().min(1);

export const DURATION_FAULT = 'is not a duration: write a whole number and a unit, such as 500ms, 2s, 10m or 1h';

/** Why a text is none, as the end of a sentence; undefined for one that is. */
export function durationFault(text: string): string | undefined {
  if (!isWrittenAsDuration(text)) return DURATION_FAULT;
  return parseDuration(text) === undefined ? DURATION_RANGE : undefined;
}

/** These faults have a diagnostic code of their own. */
export function isDurationFault(message: string): boolean {
  return message === DURATION_FAULT || message === DURATION_RANGE;
}

export const duration = z
  .string(DURATION_FAULT)
  .regex(/^\d{1,9}(ms|s|m|h)$/, DURATION_FAULT)
  .refine((text) => durationFault(text) !== DURATION_RANGE, DURATION_RANGE)
  .meta({ id: 'duration', description: 'A whole number and a unit: 500ms, 2s, 10m, 1h.' });

export const condition = z
  .union([template, z.boolean()])
  .describe('A template that gives a boolean, such as "{{ inputs.n > 3 }}".');

const parents = z.array(nodeName).min(1, 'names no parent: name one, or leave the field out');
const dependsOn = z
  .union([
    z.union([nodeName, parents]),
    z.strictObject({ all_of: parents.describe('Run when all of these have completed.') }),
    z.strictObject({ any_of: parents.describe('Run when one of these has completed and the rest are settled.') }),
    z.strictObject({ settled: parents.describe('Run after these, whatever they came to.') }),
  ])
  .meta({
    id: 'depends_on',
    description:
      'Parents: a name, a list (all of them), { all_of }, { any_of } or { settled }. Nodes that templates mention are parents too.',
  });

const endCondition = z
  .union([
    template,
    z.strictObject({
      when: template.describe('A template that gives a boolean; it sees the own output as `output`.'),
      reason: z.string().min(1).optional().describe('Why, for people; may hold templates.'),
    }),
  ])
  .meta({ id: 'end_condition' });

export const retry = z
  .strictObject({
    max_attempts: z.int().min(1).max(100).optional().describe('Attempts in all, the first included.'),
    initial_delay: duration.optional().describe('Wait before the second attempt.'),
    backoff: z.enum(BACKOFFS).optional().describe('How the wait grows: not at all, or doubling.'),
    max_delay: duration.optional().describe('The longest wait.'),
    non_retryable: z.array(z.string()).optional().describe('Failure codes that are not tried again.'),
  })
  .meta({
    id: 'retry',
    description: "How failures are tried again; what is left out comes from the spec's defaults and from the handler.",
  });

export const timeout = z
  .union([
    duration,
    z.strictObject({
      start_to_close: duration.optional().describe('For one attempt.'),
      schedule_to_close: duration.optional().describe('For all attempts and the waits between them.'),
      heartbeat: duration.optional().describe('Silence after which an attempt counts as dead.'),
    }),
  ])
  .meta({
    id: 'timeout',
    description: 'A duration for one attempt, or { start_to_close, schedule_to_close, heartbeat }.',
  });

/** The fields of every node. */
export const common = {
  description: z.string().optional().describe('For people.'),
  depends_on: dependsOn.optional(),
  when: condition.optional().describe('A template that gives a boolean; false skips the node.'),
  complete_when: endCondition
    .optional()
    .describe('Looked at when the node has completed; true ends the job, completed. `output` is the own output.'),
  fail_when: endCondition
    .optional()
    .describe('Looked at when the node has completed; true ends the job, failed. `output` is the own output.'),
};

export type DependsOnSpec = z.output<typeof dependsOn>;
export type EndConditionSpec = z.output<typeof endCondition>;
export type RetrySpec = z.output<typeof retry>;
export type TimeoutSpec = z.output<typeof timeout>;
