import { z } from 'zod';
import type { JsonObject } from '../../plan/json.ts';
import { name } from './fields.ts';
import { INPUT_SCHEMA } from './input-schema.ts';
import { NODE_SCHEMAS } from './node-schemas.ts';
import { DEFAULTS_SCHEMA, SCHEDULE_SCHEMA, SPEC_SCHEMA } from './schema.ts';

const TITLE = 'Rhumbline workflow spec';

/** The shape of a spec as JSON Schema (draft 7, which every editor knows): made from the schemas that the compiler reads with. */
export function specJsonSchema(): JsonObject {
  const { task, workflow, conditional, fan_out, fan_in, approval, sleep } = NODE_SCHEMAS;
  const node = z.union([task, workflow, conditional, fan_out, fan_in, approval, sleep]);
  const parts = {
    inputs: z.record(name, INPUT_SCHEMA).optional().describe('What a job is given, by name.'),
    defaults: DEFAULTS_SCHEMA.optional(),
    schedule: SCHEDULE_SCHEMA.optional(),
    nodes: z.record(name, node).describe('1 to 500 nodes, by id.'),
  };
  const schema = z.toJSONSchema(SPEC_SCHEMA.extend(parts), {
    target: 'draft-7',
    io: 'input',
    // Any JSON is the empty schema.
    unrepresentable: 'any',
  });
  return JSON.parse(JSON.stringify({ title: TITLE, ...schema })) as JsonObject;
}
