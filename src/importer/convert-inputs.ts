import type { JsonObject } from '../plan/json.ts';
import { INPUT_TYPES } from '../plan/plan.ts';
import { toJson, type YamlEntry, type YamlNode } from '../yaml-compiler/yaml-node.ts';
import { Fields } from './fields.ts';
import type { FindingSink } from './finding.ts';

export interface ConvertedInputs {
  /** As the new spec declares them. */
  inputs: JsonObject;
  /** Old names of those that need not be given and then have no value. */
  optional: ReadonlySet<string>;
  /** Old names of those that are true or false. */
  booleans: ReadonlySet<string>;
}

/** @param names new ones by old ones */
export function convertInputs(
  entries: readonly YamlEntry[],
  names: ReadonlyMap<string, string>,
  sink: FindingSink,
): ConvertedInputs {
  const inputs: JsonObject = {};
  const optional = new Set<string>();
  const booleans = new Set<string>();
  for (const { key, keyStart, value } of entries) {
    const name = names.get(key) as string;
    if (name !== key) {
      const message = `The input \`${key}\` is called \`${name}\`: whoever submits must say so too.`;
      sink.report('renamed', keyStart, message);
    }
    const input = convertInput(value, sink);
    if (input.required === false) optional.add(key);
    if (input.type === 'boolean') booleans.add(key);
    inputs[name] = input;
  }
  return { inputs, optional, booleans };
}

function convertInput(node: YamlNode, sink: FindingSink): JsonObject {
  // `name: string` alone.
  if (node.kind === 'scalar') return { type: String(node.value) };
  const fields = new Fields(node, sink);
  const type = fields.oneOf('type', INPUT_TYPES) ?? 'string';
  const required = fields.boolean('required');
  const fallback = fields.take('default');
  // To have null for its value is to be not given.
  const isOptional = required === false || (fallback === undefined && fields.has('default'));
  if (required && fields.has('default')) {
    const message = '`required: true` is left out: with a default the input need not be given.';
    fields.report('required-with-default', fields.offset('required'), message);
  }
  const description = fields.string('description');
  fields.done();
  return {
    type,
    // A default makes an input one that need not be given.
    ...(fallback ? { default: toJson(fallback) } : isOptional && { required: false }),
    ...(description !== undefined && { description }),
  };
}
