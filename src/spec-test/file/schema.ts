import { z } from 'zod';
import type { JsonObject } from '../../plan/json.ts';
import { duration, name } from '../../yaml-compiler/spec/fields.ts';
import { type AnswerSpec, answers, HANDLERS, NODES, type ReplySpec, replyFields } from './answer-schema.ts';
import { EXPECT, nodeExpectation } from './expect-schema.ts';
import { jsonObject } from './fields.ts';

export type { AnswerFields, AnswerSpec, FailSpec, ReplySpec } from './answer-schema.ts';
export type { FaultExpectation, NodeExpectation, NodeFields } from './expect-schema.ts';

/** The authority on the shape of a spec's test file. The descriptions are those that editors show. */

const DURING = z
  .array(z.strictObject({ at: duration, do: z.enum(['pause', 'resume', 'cancel']) }))
  .describe('What people do to the job while it runs.');

const RETRY = z
  .strictObject({
    request: z
      .strictObject({
        nodes: z.array(z.string()).optional(),
        items: z.record(z.string(), z.array(z.string())).optional(),
        outputs: jsonObject.optional(),
        item_outputs: z.record(z.string(), jsonObject).optional(),
      })
      .optional()
      .describe('What to run again, as `rhumbline retry` has it. Default: all that did not complete.'),
    ...answers,
    during: DURING.optional(),
    expect: EXPECT.optional(),
  })
  .describe('The next attempt of the job. Lists of answers go on where they were.');

const CASE = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().optional().describe('For people.'),
  inputs: jsonObject.optional().describe('What the job is given.'),
  job: z
    .strictObject({
      id: z.string().min(1).optional().describe('Default: test.'),
      started_at: z.iso.datetime({ offset: true }).optional().describe('Default: 2026-01-01T00:00:00Z.'),
      asset: z
        .strictObject({
          asset_id: z.string(),
          platform_id: z.string(),
          ordinal: z.int().min(1),
          revision: z.int().min(0),
        })
        .optional()
        .describe('The asset version that it makes. Default: none.'),
    })
    .optional(),
  ...answers,
  during: DURING.optional(),
  fan_outs: z
    .enum(['both', 'singly', 'in_chunks'])
    .optional()
    .describe('How items of fan-outs go. Default: the test runs both ways, and has to pass both.'),
  expect: EXPECT.optional(),
  retries: z.array(RETRY).min(1).optional().describe('Further attempts of the job, one after the other.'),
});

export const TEST_FILE_SCHEMA = z.strictObject({
  workflow_id: name.describe('The spec that is tested: <workflow_id>.yaml beside this file.'),
  description: z.string().optional().describe('For people.'),
  nodes: NODES.optional().describe('Answers by node, for all tests that do not say.'),
  handlers: HANDLERS.optional().describe('Answers by handler, for all tests that do not say.'),
  tests: z.array(CASE).min(1),
});

export type TestFileSpec = z.output<typeof TEST_FILE_SCHEMA>;
export type CaseSpec = z.output<typeof CASE>;
export type RetrySpec = z.output<typeof RETRY>;
export type ExpectSpec = z.output<typeof EXPECT>;
export type DuringSpec = z.output<typeof DURING>;
export interface AnswersSpec {
  nodes?: Record<string, AnswerSpec> | undefined;
  handlers?: Record<string, ReplySpec | ReplySpec[]> | undefined;
}

/** The shape of a test file as JSON Schema (draft 7, which every editor knows). */
export function testFileJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(TEST_FILE_SCHEMA, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  const titled = { title: 'Tests of a Rhumbline workflow spec', ...schema };
  return JSON.parse(JSON.stringify(titled)) as JsonObject;
}

/** The fields of the language, to suggest where one is not known. */
export const KNOWN_FIELDS: readonly string[] = [
  ...Object.keys(TEST_FILE_SCHEMA.shape),
  ...Object.keys(CASE.shape),
  ...Object.keys(RETRY.shape),
  ...Object.keys(EXPECT.shape),
  ...Object.keys(nodeExpectation),
  ...Object.keys(replyFields),
  ...['items', 'others', 'approved', 'by', 'comment', 'code', 'message', 'retryable', 'detail', 'node'],
  ...['total', 'completed', 'failed', 'skipped', 'cancelled', 'at', 'do', 'id', 'started_at', 'asset', 'asset_id'],
  ...['platform_id', 'ordinal', 'revision'],
];
