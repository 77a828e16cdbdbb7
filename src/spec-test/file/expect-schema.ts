import { z } from 'zod';
import { NODE_STATES } from '../../plan/job.ts';
import { json, names } from '../../yaml-compiler/spec/fields.ts';
import { code, jsonObject, sinceStart } from './fields.ts';

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
export const nodeExpectation = {
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

export const EXPECT = z
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
