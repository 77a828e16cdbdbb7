import { z } from 'zod';
import { NODE_STATES } from '../../plan/job.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import { DURATION_FAULT, duration, json, name, names } from '../../yaml-compiler/spec/fields.ts';

/** The authority on the shape of a spec's test file. The descriptions are those that editors show. */

const code = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,63}$/,
    'is not a failure code: lower case letters, digits and _, such as storage_unavailable',
  );
const jsonObject = z.record(z.string(), json);
/** Since the job began; unlike a duration it may be `0s`. */
const sinceStart = z
  .string()
  .regex(/^\d{1,9}(ms|s|m|h)$/, DURATION_FAULT)
  .describe('A whole number and a unit, such as 90s; 0s is none at all.');

const fail = z
  .union([
    code,
    z.strictObject({
      code,
      message: z.string().optional(),
      retryable: z.boolean().optional().describe('False when no retry can mend it. Default: true.'),
      detail: jsonObject.optional(),
    }),
  ])
  .describe('The code of a failure, or { code, message, retryable, detail }.');

const replyFields = {
  output: json
    .optional()
    .describe('What the handler gives; held against its contract. Templates see `params`, `key` and `attempt`.'),
  fail: fail.optional(),
  takes: duration.optional().describe('In virtual time. Default: no time at all.'),
};

const REPLY = z.strictObject(replyFields).describe('What one attempt comes to.');
const REPLIES = z
  .union([z.array(REPLY).min(1), REPLY])
  .describe('What an attempt comes to; or a list: attempt by attempt, the last one for all that follow.');

const HANDLERS = z
  .record(z.string(), REPLIES)
  .describe('Answers of handlers, by name, for nodes that have none of their own.');

export type FailSpec = z.output<typeof fail>;
export type ReplySpec = z.output<typeof REPLY>;
/** One mapping for the answers of all kinds of node; which fields go with which is checked after the shape. */
export interface AnswerFields extends ReplySpec {
  approved?: boolean | undefined;
  by?: string | undefined;
  comment?: string | undefined;
  items?: Record<string, AnswerSpec> | undefined;
  others?: AnswerSpec | undefined;
  nodes?: Record<string, AnswerSpec> | undefined;
  handlers?: Record<string, ReplySpec | ReplySpec[]> | undefined;
}
export type AnswerSpec = ReplySpec[] | AnswerFields;

const ANSWER: z.ZodType<AnswerSpec> = z.union([
  z.array(REPLY).min(1),
  z.strictObject({
    ...replyFields,
    approved: z.boolean().optional().describe('Of an approval: the decision. Without an answer nobody decides.'),
    by: z.string().min(1).optional().describe('Who decides.'),
    comment: z.string().optional(),
    items: z
      .record(
        z.string(),
        z.lazy(() => ANSWER),
      )
      .optional()
      .describe('Of a fan-out: answers by the keys of items.'),
    others: z
      .lazy(() => ANSWER)
      .optional()
      .describe('Of a fan-out: the answer for items that `items` does not name.'),
    nodes: z
      .record(
        z.string(),
        z.lazy(() => ANSWER),
      )
      .optional()
      .describe('Of a use of another spec, which is then run: answers for its nodes.'),
    handlers: HANDLERS.optional(),
  }),
]);

const NODES = z.record(z.string(), ANSWER).describe('Answers by node.');
const answers = { nodes: NODES.optional(), handlers: HANDLERS.optional() };

const faultExpectation = z
  .union([
    code,
    z.strictObject({
      code: code.optional(),
      message: z.string().optional().describe('A part of it.'),
      node: z.string().optional().describe('Of a job: the node that failed first.'),
      detail: jsonObject.optional().describe('Fields that it has, at least.'),
    }),
  ])
  .describe('The code of the fault, or what is expected of it.');

const count = z.int().min(0).optional();
const nodeState = z.enum(NODE_STATES);
const nodeExpectation = {
  state: nodeState.optional(),
  attempts: z.int().min(0).optional().describe('How often its work was called; of a fan-out, that of all its items.'),
  params: jsonObject
    .optional()
    .describe('What it was called with last: these fields at least. Inputs, of a use of a spec.'),
  exact_params: jsonObject.optional().describe('What it was called with last: these fields and no others.'),
  output: json.optional().describe('Of objects these fields at least.'),
  exact_output: json.optional(),
  fault: faultExpectation.optional(),
  note: z.string().optional().describe('A part of the note that says why it was skipped, who decided and such.'),
  branch: z.string().optional().describe('The branch that a conditional takes.'),
  counts: z
    .strictObject({ total: count, completed: count, failed: count, skipped: count, cancelled: count })
    .optional()
    .describe("A fan-out's items by state."),
  after: names.optional().describe('It began only when these had ended.'),
  starts_at: sinceStart.optional(),
  ends_at: sinceStart.optional(),
};

export type FaultExpectation = z.output<typeof faultExpectation>;
const plainNode = z.strictObject(nodeExpectation);
export interface NodeFields extends z.output<typeof plainNode> {
  items?: Record<string, NodeExpectation> | undefined;
  nodes?: Record<string, NodeExpectation> | undefined;
}
export type NodeExpectation = z.output<typeof nodeState> | NodeFields;

const NODE_EXPECTATION: z.ZodType<NodeExpectation> = z.union([
  nodeState,
  z.strictObject({
    ...nodeExpectation,
    items: z
      .record(
        z.string(),
        z.lazy(() => NODE_EXPECTATION),
      )
      .optional()
      .describe("A fan-out's items, by key."),
    nodes: z
      .record(
        z.string(),
        z.lazy(() => NODE_EXPECTATION),
      )
      .optional()
      .describe('The nodes of the spec that it uses.'),
  }),
]);

const EXPECT = z
  .strictObject({
    state: z
      .enum(['completed', 'failed', 'cancelled', 'running'])
      .optional()
      .describe('Default: completed, or failed where a fault is expected. `running`: it waits for what does not come.'),
    fault: faultExpectation.optional(),
    outputs: jsonObject.optional().describe('These at least, and of objects in them these fields at least.'),
    exact_outputs: jsonObject.optional().describe('These and no others.'),
    nodes: z.record(z.string(), NODE_EXPECTATION).optional().describe('By node: its state, or more of it.'),
    not_run: names.optional().describe('Nodes that must not begin.'),
    took: sinceStart.optional().describe('In virtual time.'),
    refused_inputs: names.optional().describe('The job is not accepted, because of these inputs.'),
  })
  .describe('What the job must come to.');

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
  return JSON.parse(JSON.stringify(titled)) as Record<string, JsonValue>;
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
