import { BLANK } from '../../spec/blanks.ts';
import type { FanInSpec } from '../../spec/node-schemas.ts';
import { AGGREGATION_SIGNATURES } from '../../types/aggregation-types.ts';
import { canFit } from '../../types/fits.ts';
import { generalise } from '../../types/generalise.ts';
import { describeType, UNKNOWN } from '../../types/type.ts';
import { keyOffset, nodeAt, offsetOf } from '../../yaml-node.ts';
import { checkValue, type NodeContext } from '../node-context.ts';
import { aggregatedType, resultNames } from '../node-types.ts';

/** Checks a fan-in: that `from` is a fan-out, and that its values are of the type that the aggregation takes. */
export function checkFanIn(node: FanInSpec, context: NodeContext): void {
  const { names, path, types } = context;
  checkValue([...path, 'value'], UNKNOWN, resultNames(names, types.fanOuts.get(node.from)), context);
  if (checkFrom(node, context)) checkAggregation(node, context);
}

function checkFrom({ from }: FanInSpec, { compilation, path }: NodeContext): boolean {
  const { root, sink, spec } = compilation;
  const found = Object.hasOwn(spec.nodes, from) ? spec.nodes[from] : undefined;
  if (found?.type === 'fan_out') return true;
  const isUnknown = ['', 'type'].some((field) =>
    spec.shape.isWrong(nodeAt(root, ['nodes', from, ...(field ? [field] : [])])),
  );
  if (from === BLANK || isUnknown || spec.surplus.has(from) || spec.shape.isWrong(nodeAt(root, [...path, 'from'])))
    return false;
  const fanOuts = Object.keys(spec.nodes).filter((id) => spec.nodes[id]?.type === 'fan_out');
  const hint = sink.hintFor(from, fanOuts);
  const offset = offsetOf(root, [...path, 'from']);
  if (found) sink.report('not-a-fan-out', offset, `\`${from}\` is not a fan-out but a ${found.type}.${hint}`);
  else sink.report('unknown-node', offset, `There is no fan-out \`${from}\`.${hint}`);
  return false;
}

function checkAggregation(node: FanInSpec, { compilation, id, path, types }: NodeContext): void {
  const aggregation = node.aggregation ?? 'collect';
  const { takes } = AGGREGATION_SIGNATURES[aggregation];
  const actual = generalise(aggregatedType(id, { ...types, compilation }));
  const { root, sink, spec } = compilation;
  if (!takes || canFit(actual, takes) || spec.shape.isWrong(nodeAt(root, [...path, 'value']))) return;
  const place = node.value === undefined ? [...path, 'aggregation'] : [...path, 'value'];
  const what = node.value === undefined ? `the output of \`${node.from}\` for one item` : '`value`';
  const advice = node.value === undefined ? ' Say with `value` what of it to take.' : '';
  const message = `\`${aggregation}\` takes ${describeType(takes)}, and ${what} is ${describeType(actual)}.${advice}`;
  sink.report('aggregation-type', keyOffset(root, place) ?? offsetOf(root, place), message);
}
