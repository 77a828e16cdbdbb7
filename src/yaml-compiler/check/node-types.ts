import type { Compilation } from '../compilation.ts';
import { BLANK } from '../spec/blanks.ts';
import type { ItemWorkSpec, NodeSpec, NodeSpecs, NodeType } from '../spec/node-schemas.ts';
import { AGGREGATION_SIGNATURES } from '../types/aggregation-types.ts';
import { shallow } from '../types/bounded.ts';
import { outputTypeOf } from '../types/contract-type.ts';
import { FIXED_OUTPUTS } from '../types/fixed-outputs.ts';
import { type Field, INTEGER, objectOf, STRING, type Type, UNKNOWN } from '../types/type.ts';
import { itemsOf } from '../types/union.ts';
import { typeOfValue } from '../types/value-type.ts';
import { nodeAt, type Path } from '../yaml-node.ts';
import { namesOf } from './scope.ts';
import type { Names } from './values.ts';

/** What the compiler knows of the values that a spec's templates see. */
export interface NodeTypes {
  /** What every template sees. */
  names: Names;
  /** By fan-out. */
  fanOuts: ReadonlyMap<string, FanOutTypes>;
}

export interface FanOutTypes {
  item: Type;
  /** What the work gives for one item. */
  result: Type;
  /** Whether every item has certainly a result where the fan-out completed. */
  isGapless: boolean;
}

interface Typing {
  compilation: Compilation;
  names: Names;
  fanOuts: Map<string, FanOutTypes>;
}

type OutputTypes = { [K in NodeType]: (node: NodeSpecs[K], typing: Typing, id: string) => Type };

const OUTPUT_TYPES: OutputTypes = {
  task: (node, typing, id) => workType(node, ['nodes', id], typing.names, typing),
  workflow: (node, typing, id) => workType(node, ['nodes', id], typing.names, typing),
  conditional: () => FIXED_OUTPUTS.conditional,
  fan_out: (node, typing, id) => {
    typing.fanOuts.set(id, fanOutTypes(node, typing, id));
    return FIXED_OUTPUTS.fan_out;
  },
  fan_in: fanInType,
  approval: () => FIXED_OUTPUTS.approval,
  sleep: () => FIXED_OUTPUTS.sleep,
};

/** @param order parents before children: the types of items follow from those of what they come from */
export function typesOfNodes(order: readonly string[], compilation: Compilation): NodeTypes {
  const { spec } = compilation;
  const known = Object.keys(spec.nodes).map((id) => [id, nodeField(UNKNOWN)] as const);
  const surplus = [...spec.surplus].map((id) => [id, { type: UNKNOWN, required: true }] as const);
  const fields: Record<string, Field> = Object.fromEntries([...known, ...surplus]);
  const typing: Typing = { compilation, names: namesOf(compilation, fields), fanOuts: new Map() };
  for (const id of order) {
    const node = spec.nodes[id];
    if (node) fields[id] = nodeField(shallow(typeOfNode(node, typing, id)));
  }
  return typing;
}

function typeOfNode(node: NodeSpec, typing: Typing, id: string): Type {
  const typeOf = OUTPUT_TYPES[node.type] as (node: NodeSpec, typing: Typing, id: string) => Type;
  const type = typeOf(node, typing, id);
  // What decides what a node gives may be in a wrong shape, or what it is be no more than a guess.
  const { root, spec } = typing.compilation;
  const isWrong = ['type', 'aggregation'].some((field) => spec.shape.isWrong(nodeAt(root, ['nodes', id, field])));
  return isWrong || spec.shape.isWrong(nodeAt(root, ['nodes', id])) ? UNKNOWN : type;
}

function nodeField(output: Type): Field {
  return { type: objectOf({ output, state: STRING }), required: true };
}

/**
 * @param path of the node, or of a fan-out's `task`
 * @param names what its templates see
 */
function workType(work: ItemWorkSpec, path: Path, names: Names, { compilation }: Pick<Typing, 'compilation'>): Type {
  if ('uses' in work) return work.uses === BLANK ? UNKNOWN : (compilation.used(work.uses).spec?.outputs ?? UNKNOWN);
  const params = nodeAt(compilation.root, [...path, 'params']);
  if (compilation.spec.shape.isWrong(params)) return outputTypeOf(compilation.catalogue.get(work.handler), UNKNOWN);
  const given = params ? typeOfValue(params, names, compilation.templates) : objectOf({});
  return outputTypeOf(compilation.catalogue.get(work.handler), given);
}

function fanOutTypes(node: NodeSpecs['fan_out'], typing: Typing, id: string): FanOutTypes {
  const { compilation, names } = typing;
  const source = nodeAt(compilation.root, ['nodes', id, 'source']);
  const type = source ? typeOfValue(source, names, compilation.templates) : UNKNOWN;
  const toleratesFailures = typeof node.on_failure === 'object';
  const mayBeSkipped = node.task.when !== undefined && node.task.when !== true;
  const fanOut = { item: itemsOf(type), isGapless: !toleratesFailures && !mayBeSkipped };
  return { ...fanOut, result: workType(node.task, ['nodes', id, 'task'], workNames(names, fanOut), typing) };
}

function fanInType(node: NodeSpecs['fan_in'], typing: Typing, id: string): Type {
  const fanOut = typing.fanOuts.get(node.from);
  const { gives } = AGGREGATION_SIGNATURES[node.aggregation ?? 'collect'];
  return gives(aggregatedType(id, typing), fanOut?.isGapless ?? false);
}

/** What a fan-in takes of each item. */
export function aggregatedType(id: string, types: NodeTypes & { compilation: Compilation }): Type {
  const { root, spec, templates } = types.compilation;
  const node = spec.nodes[id];
  const fanOut = node?.type === 'fan_in' ? types.fanOuts.get(node.from) : undefined;
  const value = nodeAt(root, ['nodes', id, 'value']);
  return value ? typeOfValue(value, resultNames(types.names, fanOut), templates) : (fanOut?.result ?? UNKNOWN);
}

/** What the templates of a fan-out's `key` see. */
export function itemNames(names: Names, fanOut: Pick<FanOutTypes, 'item'> | undefined): Names {
  return { ...names, item: fanOut?.item ?? UNKNOWN, index: INTEGER };
}

/** What the templates of a fan-out's work see. */
export function workNames(names: Names, fanOut: Pick<FanOutTypes, 'item'> | undefined): Names {
  return { ...itemNames(names, fanOut), key: STRING };
}

/** What a fan-in's `value` sees. */
export function resultNames(names: Names, fanOut: FanOutTypes | undefined): Names {
  return { ...workNames(names, fanOut), output: fanOut?.result ?? UNKNOWN };
}
