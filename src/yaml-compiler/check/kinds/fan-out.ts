import { reasonForSingleItems } from '../../build/chunk.ts';
import type { FanOutSpec } from '../../spec/node-schemas.ts';
import { arrayOf, NUMBER, STRING, UNKNOWN } from '../../types/type.ts';
import { union } from '../../types/union.ts';
import { nodeAt, offsetOf } from '../../yaml-node.ts';
import { checkLiteralKeys } from '../item-keys.ts';
import { checkCondition, checkValue, type NodeContext } from '../node-context.ts';
import { itemNames, workNames } from '../node-types.ts';
import { ValueChecker } from '../values.ts';
import { checkTask, checkUses } from './work.ts';

/** Checks a fan-out: that its source can be an array, its keys, and its work as that of a node. */
export function checkFanOut(node: FanOutSpec, context: NodeContext): void {
  const { compilation, id, isCertain, names, path, types } = context;
  const fanOut = types.fanOuts.get(id);
  const source = nodeAt(compilation.root, [...path, 'source']);
  const checker = new ValueChecker(compilation, names, isCertain, {
    misfit: 'not-an-array',
    missing: 'not-an-array',
    unknown: 'not-an-array',
  });
  if (source) checker.check(source, arrayOf(UNKNOWN), '`source`');
  checkValue([...path, 'key'], union([STRING, NUMBER]), itemNames(names, fanOut), context);
  checkLiteralKeys(context);
  const work = [...path, 'task'];
  const workScope = workNames(names, fanOut);
  checkCondition([...work, 'when'], workScope, context);
  if ('handler' in node.task) checkTask(node.task, work, workScope, context);
  else checkUses(node.task, work, workScope, context);
  checkChunk(node, context);
}

/** A chunk that the work does not allow is left out, and its author told. */
function checkChunk(node: FanOutSpec, { compilation, path }: NodeContext): void {
  const { chunk } = node;
  const { catalogue, root, spec } = compilation;
  if (chunk?.size === undefined || chunk.size === 1 || spec.shape.isUnsound(nodeAt(root, path))) return;
  const reason = reasonForSingleItems(node, { catalogue, defaults: spec.defaults });
  if (reason === undefined) return;
  const message = `The items go one by one: ${reason}. Remove \`chunk\`, or write \`size: 1\`.`;
  compilation.sink.report('chunk-ignored', offsetOf(root, [...path, 'chunk', 'size']), message, 'warning');
}
