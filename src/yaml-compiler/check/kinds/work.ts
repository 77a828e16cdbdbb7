import type { HandlerSignature } from '../../handler-catalogue.ts';
import { BLANK } from '../../spec/blanks.ts';
import type { NodeSpecs } from '../../spec/node-schemas.ts';

import { typeOfContract } from '../../types/schema-type.ts';
import { keyOffset, nodeAt, offsetOf, type Path, type YamlMapping } from '../../yaml-node.ts';
import { checkGivenInputs } from '../given-inputs.ts';
import type { NodeContext } from '../node-context.ts';
import { type Names, ValueChecker } from '../values.ts';

/**
 * Checks a call of a handler against the handler's contract.
 *
 * @param path of the node, or of a fan-out's `task`
 * @param names what its templates see
 */
export function checkTask(
  task: Pick<NodeSpecs['task'], 'handler' | 'retry'>,
  path: Path,
  names: Names,
  { compilation, isCertain }: NodeContext,
): void {
  const { catalogue, root, sink, spec } = compilation;
  const isUntold = task.handler !== BLANK && !spec.shape.isWrong(nodeAt(root, [...path, 'handler']));
  const handler = isUntold ? catalogue.get(task.handler) : undefined;
  if (!handler && isUntold) {
    const message = `There is no handler \`${task.handler}\`.${sink.hintFor(task.handler, [...catalogue.keys()])}`;
    sink.report('unknown-handler', offsetOf(root, [...path, 'handler']), message);
  }
  const checker = new ValueChecker(compilation, names, isCertain, {
    misfit: 'invalid-param',
    missing: 'missing-param',
    unknown: 'unknown-param',
  });
  if (handler) checkFailureCodes(task, handler, path, compilation);
  const given = nodeAt(root, [...path, 'params']);
  if (spec.shape.isWrong(given)) return;
  const params = paramsAt(path, compilation.root);
  const wanted = typeOfContract(handler?.input);
  if (wanted.kind === 'object') checker.checkFields(params, wanted, `The handler \`${task.handler}\``);
  else checker.check(params, wanted, 'params');
}

/** The params, or an empty mapping at the handler's place, so that missing ones are told there. */
function paramsAt(path: Path, root: NodeContext['compilation']['root']): YamlMapping {
  const params = nodeAt(root, [...path, 'params']);
  if (params?.kind === 'mapping') return { ...params, start: keyOffset(root, [...path, 'params']) ?? params.start };
  return { kind: 'mapping', entries: [], start: offsetOf(root, [...path, 'handler']) };
}

function checkFailureCodes(
  task: Pick<NodeSpecs['task'], 'handler' | 'retry'>,
  handler: HandlerSignature,
  path: Path,
  { root, sink }: NodeContext['compilation'],
): void {
  const known = Object.keys(handler.errors);
  for (const [index, code] of (task.retry?.non_retryable ?? []).entries()) {
    if (code === BLANK || known.includes(code)) continue;
    const offset = offsetOf(root, [...path, 'retry', 'non_retryable', index]);
    const message = `\`${task.handler}\` has no failure \`${code}\`.${sink.hintFor(code, known)}`;
    sink.report('unknown-failure-code', offset, message, 'warning');
  }
}

const UNKNOWN_SPEC = { spec: undefined, fault: undefined };

/** Checks a use of another spec: that it is there and right, and what it is given. */
export function checkUses(
  { uses }: Pick<NodeSpecs['workflow'], 'uses'>,
  path: Path,
  names: Names,
  { compilation, isCertain }: NodeContext,
): void {
  const { root, sink } = compilation;
  const place = offsetOf(root, [...path, 'uses']);
  const inputs = nodeAt(root, [...path, 'inputs']);
  const checker = new ValueChecker(compilation, names, isCertain, {
    misfit: 'invalid-input',
    missing: 'invalid-input',
    unknown: 'invalid-input',
  });
  const isTold = uses === BLANK || compilation.spec.shape.isWrong(nodeAt(root, [...path, 'uses']));
  const { spec, fault } = isTold ? UNKNOWN_SPEC : compilation.used(uses);
  if (!spec) {
    if (fault) sink.report(fault.code, place, fault.message);
    if (inputs) checker.check(inputs, { kind: 'unknown' }, '`inputs`');
    return;
  }
  const offset = keyOffset(root, [...path, 'inputs']) ?? place;
  checkGivenInputs(inputs, offset, spec.plan.inputs, `A use of \`${uses}\``, checker, compilation);
}
