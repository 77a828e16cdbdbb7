import type { JsonObject, JsonValue } from '../../plan/json.ts';
import type { AGGREGATIONS } from '../../plan/plan.ts';
import { toJson, type YamlNode } from '../../yaml-compiler/yaml-node.ts';
import { convertValue, type ImportContext, type Place } from '../context.ts';
import { Fields } from '../fields.ts';
import type { Join } from '../graph/joins.ts';
import type { OldGraphNode, OldNodeType } from '../graph/old-graph.ts';
import { ITEM_NAMES } from '../template/context.ts';
import { convertConditional } from './convert-conditional.ts';
import { convertWork } from './convert-work.ts';
import { nearestFanOut } from './fan-out-of.ts';
import type { NewNode } from './new-node.ts';

interface Conversion {
  oldId: string;
  node: YamlNode;
  old: OldGraphNode;
  fields: Fields;
  place: Place;
  join: Join;
  context: ImportContext;
}

/** What is left of each type's fields, and nodes that it needs beside itself. */
type Convert = (conversion: Conversion) => { body: JsonObject; others?: NewNode[] };

const CONVERTERS: Readonly<Record<Exclude<OldNodeType, 'start' | 'end'>, Convert>> = {
  task: ({ fields, place, context }) => ({ body: convertWork(fields, place, context) }),
  conditional: ({ fields, node, old, place, context }) => convertConditional(fields, node, old, place, context),
  fan_out: convertFanOut,
  fan_in: convertFanIn,
};

/** A node of the old file as those of the new spec: itself, and what it leads to where it led to an end. */
export function convertNode(oldId: string, node: YamlNode, context: ImportContext): NewNode[] {
  const old = context.graph.get(oldId) as OldGraphNode;
  const id = context.ids.get(oldId) as string;
  const fields = new Fields(node, context.sink, id);
  const join = context.join(oldId);
  const place = { nodeId: id, locals: [] };
  const type = fields.take('type');
  for (const edge of ['next', 'depends_on']) fields.take(edge);
  const description = fields.string('description');
  if (old.type === undefined || old.type === 'start' || old.type === 'end') {
    const message = `There is no node type ${JSON.stringify(type && toJson(type))}; the node stands as it was.`;
    context.sink.report('unknown-node-type', type?.start ?? old.offset, message, id);
    return [{ id, body: toJson(node) as JsonObject }];
  }
  const converted = CONVERTERS[old.type]({ oldId, node, old, fields, place, join, context });
  fields.done();
  const { handler, ...rest } = converted.body;
  const body = {
    ...(old.type !== 'task' && { type: old.type }),
    ...(description !== undefined && { description }),
    ...dependsOn(join, converted.body.from, context),
    ...(handler !== undefined && { handler }),
    ...rest,
  };
  return [{ id, body }, ...(converted.others ?? [])];
}

function dependsOn(
  { role, names, guards, either }: Join,
  from: JsonValue | undefined,
  { ids }: ImportContext,
): JsonObject {
  const parents = names.map((name) => ids.get(name) ?? name).filter((name) => role !== 'all_of' || name !== from);
  const conditions = [
    ...guards.flatMap((name) => (ids.get(name) === from ? [] : [hasCompleted(ids.get(name) ?? name)])),
    ...oneOf(either.map(({ id, branches }) => hasCompleted(ids.get(id) ?? id, branches))),
  ];
  const condition = conditions.length === 1 ? conditions[0]?.replace(/^\((.*)\)$/, '$1') : conditions.join(' and ');
  const list = parents.length === 1 ? (parents[0] as string) : parents;
  return {
    ...(parents.length > 0 && { depends_on: role === 'all_of' ? list : { [role]: parents } }),
    // `depends_on` gives parents one role: those that must complete beside it are mentioned by a guard.
    ...(conditions.length > 0 && { when: `{{ ${condition} }}` }),
  };
}

/** @param branches of a conditional: it counts where one of these was taken */
function hasCompleted(id: string, branches?: readonly string[]): string {
  const state = `nodes.${id}.state == 'completed'`;
  if (branches === undefined) return state;
  return `(${state} and nodes.${id}.output.branch in [${branches.map((name) => `'${name}'`).join(', ')}])`;
}

function oneOf(conditions: readonly string[]): string[] {
  return conditions.length < 2 ? [...conditions] : [`(${conditions.join(' or ')})`];
}

function convertFanOut({ fields, place, context }: Conversion): { body: JsonObject } {
  const source = fields.take('source');
  if (!source) fields.report('invalid-value', fields.start, 'A fan-out needs a `source`.');
  const task = fields.take('task');
  if (!task) fields.report('invalid-value', fields.start, 'A fan-out needs a `task`.');
  const work = task && fields.nested(task);
  const body = {
    source: source ? convertValue(source, place, context) : [],
    task: work ? convertWork(work, { ...place, locals: ITEM_NAMES }, context) : {},
  };
  work?.done();
  return { body };
}

const OLD_AGGREGATIONS = [
  'collect',
  'concat',
  'sum',
  'first',
  'last',
] as const satisfies readonly (typeof AGGREGATIONS)[number][];

function convertFanIn({ oldId, old, fields, join, context }: Conversion): { body: JsonObject } {
  const aggregation = fields.oneOf('aggregation', OLD_AGGREGATIONS) ?? 'collect';
  const from = nearestFanOut(oldId, context.graph, join);
  if (from === undefined) {
    fields.report(
      'fan-in-without-fan-out',
      old.offset,
      'A fan-in needs exactly one fan-out before it: write its id as `from`.',
    );
  }
  if (aggregation === 'sum' || aggregation === 'concat') {
    const what = aggregation === 'sum' ? 'number' : 'array';
    const message = `\`${aggregation}\` takes one ${what} of each item: write which, such as value: "{{ output.… }}".`;
    fields.report('value-needed', fields.offset('aggregation'), message);
  }
  return { body: { ...(from !== undefined && { from: context.ids.get(from) as string }), aggregation } };
}
