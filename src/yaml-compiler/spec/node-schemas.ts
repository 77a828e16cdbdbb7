import { z } from 'zod';
import { AGGREGATIONS } from '../../plan/plan.ts';
import {
  common,
  condition,
  DURATION_FAULT,
  duration,
  json,
  name,
  names,
  retry,
  template,
  templated,
  timeout,
} from './fields.ts';

const handlerWork = {
  handler: z.string().min(1).describe('Which handler does the work.'),
  params: templated.optional().describe('What the handler gets; may hold templates.'),
  timeout: timeout.optional(),
  retry: retry.optional(),
};

const specWork = {
  uses: name.describe('The workflow_id of the spec that is run.'),
  inputs: templated.optional().describe('What that spec is given; may hold templates.'),
};

const branch = z.strictObject({
  name,
  when: template.optional().describe('A template that gives a boolean. The first branch that it is true for is taken.'),
  default: z.literal(true).optional().describe('Takes what is left; exactly one branch has it.'),
  next: names.describe('The nodes on this arm.'),
});

const itemCondition = condition.optional().describe('False skips the item.');
const itemWork = z
  .union([
    z.strictObject({ ...handlerWork, when: itemCondition }),
    z.strictObject({ ...specWork, when: itemCondition }),
  ])
  .describe('What is done for every item. Its templates see `item`, `index` and `key`.');

const tolerance = z.union([
  z.int().min(0),
  z.string().regex(/^(100|\d{1,2})(\.\d+)?%$/, 'takes a number of items, or a share of them such as 5%'),
]);
const onFailure = z
  .union([z.enum(['finish', 'fail_fast']), z.strictObject({ tolerate: tolerance })])
  .describe(
    'finish: all items run, then the node fails if one did. fail_fast: the first failure ends it. { tolerate: 5 } or { tolerate: 5% }.',
  );

const chunk = z
  .strictObject({
    size: z
      .union([z.int().min(1).max(10_000), z.literal('auto')])
      .optional()
      .describe('Items; auto follows their cost.'),
    max_bytes: z
      .int()
      .min(1_024)
      .max(1_572_864)
      .optional()
      .describe('Of the items of one chunk, as JSON. Default 1 MiB.'),
  })
  .describe('How many items travel in one activity.');

/** One schema a kind of node, keyed by what a spec writes as `type`. */
export const NODE_SCHEMAS = {
  task: z.strictObject({ type: z.literal('task').optional(), ...common, ...handlerWork }),
  workflow: z.strictObject({ type: z.literal('workflow').optional(), ...common, ...specWork }),
  conditional: z.strictObject({
    type: z.literal('conditional'),
    ...common,
    branches: z.array(branch).min(1).describe('Tried in order; the first whose `when` is true is taken.'),
  }),
  fan_out: z.strictObject({
    type: z.literal('fan_out'),
    ...common,
    source: json.describe('Gives the array: a template, or a list.'),
    key: template
      .optional()
      .describe('A template that names an item, once each; sees `item` and `index`. Default: the index.'),
    max_concurrency: z.int().min(1).max(1_000).optional().describe('Items under way at the same time. Default 100.'),
    on_failure: onFailure.optional(),
    chunk: chunk.optional(),
    task: itemWork,
  }),
  fan_in: z.strictObject({
    type: z.literal('fan_in'),
    ...common,
    from: z.string().min(1).describe('The fan-out whose outputs are brought together.'),
    aggregation: z.enum(AGGREGATIONS).optional().describe('Default: collect.'),
    value: template
      .optional()
      .describe('What of an item to take; sees `output`, `item`, `index` and `key`. Default: the output.'),
  }),
  approval: z.strictObject({
    type: z.literal('approval'),
    ...common,
    message: z.string().min(1).describe('What is to be decided; may hold templates.'),
    timeout: duration.optional().describe('How long to wait for a decision.'),
    on_rejection: z
      .enum(['fail', 'complete'])
      .optional()
      .describe('What a rejection makes of the node. Default: fail.'),
  }),
  sleep: z.strictObject({
    type: z.literal('sleep'),
    ...common,
    duration: z
      .string(DURATION_FAULT)
      .min(1)
      .optional()
      .describe('A duration such as 10m, or a template that gives one.'),
    until: template.optional().describe('An RFC 3339 instant, or a template that gives one.'),
  }),
} as const;
export type NodeType = keyof typeof NODE_SCHEMAS;

type Shape<K extends NodeType> = { type: K } & Omit<z.output<(typeof NODE_SCHEMAS)[K]>, 'type'>;
export type TaskSpec = Shape<'task'>;
export type WorkflowNodeSpec = Shape<'workflow'>;
export type ConditionalSpec = Shape<'conditional'>;
export type FanOutSpec = Shape<'fan_out'>;
export type FanInSpec = Shape<'fan_in'>;
export type ApprovalSpec = Shape<'approval'>;
export type SleepSpec = Shape<'sleep'>;
export type NodeSpecs = { [K in NodeType]: Shape<K> };
export type NodeSpec = NodeSpecs[NodeType];
export type ItemWorkSpec = z.output<typeof itemWork>;
export type OnFailureSpec = z.output<typeof onFailure>;
export type ChunkSpec = z.output<typeof chunk>;

/** A node's kind: as `type` says, else by what it has. Undefined for a type that there is not. */
export function nodeTypeOf(node: Readonly<Record<string, unknown>>): NodeType | undefined {
  const implied = Object.hasOwn(node, 'uses') && !Object.hasOwn(node, 'handler') ? 'workflow' : 'task';
  const declared = Object.hasOwn(node, 'type') ? node.type : implied;
  return (Object.keys(NODE_SCHEMAS) as NodeType[]).find((type) => type === declared);
}
