import { didYouMean } from '../../../plan/nearest.ts';
import type { HandlerSignature } from '../../handler-catalogue.ts';
import type { NodeSpecs } from '../../spec/node-schemas.ts';
import { typeOfSchema } from '../../types/type.ts';
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
  const { catalogue, root, sink } = compilation;
  const handler = catalogue.get(task.handler);
  if (!handler) {
    const message = `There is no handler \`${task.handler}\`.${didYouMean(task.handler, catalogue.keys())}`;
    sink.report('unknown-handler', offsetOf(root, [...path, 'handler']), message);
  }
  const checker = new ValueChecker(compilation, names, isCertain, {
    misfit: 'invalid-param',
    missing: 'missing-param',
    unknown: 'unknown-param',
  });
  const params = paramsAt(path, compilation.root);
  const wanted = typeOfSchema(handler?.input);
  if (wanted.kind === 'object') checker.checkFields(params, wanted, `The handler \`${task.handler}\``);
  else checker.check(params, wanted, 'params');
  if (handler) checkFailureCodes(task, handler, path, compilation);
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
    if (known.includes(code)) continue;
    const offset = offsetOf(root, [...path, 'retry', 'non_retryable', index]);
    const message = `\`${task.handler}\` has no failure \`${code}\`.${didYouMean(code, known)}`;
    sink.report('unknown-failure-code', offset, message, 'warning');
  }
}

/** Checks a use of another spec: that it is there and right, and what it is given. */
export function checkUses(
  { uses }: Pick<NodeSpecs['workflow'], 'uses'>,
  path: Path,
  names: Names,
  { compilation, isCertain }: NodeContext,
): void {
  const { root, sink } = compilation;
  const place = offsetOf(root, [...path, 'uses']);
  const { spec, fault } = compilation.used(uses);
  const inputs = nodeAt(root, [...path, 'inputs']);
  const checker = new ValueChecker(compilation, names, isCertain, {
    misfit: 'invalid-input',
    missing: 'invalid-input',
    unknown: 'invalid-input',
  });
  if (fault) {
    sink.report(fault.code, place, fault.message);
    if (inputs) checker.check(inputs, { kind: 'unknown' }, '`inputs`');
    return;
  }
  const offset = keyOffset(root, [...path, 'inputs']) ?? place;
  checkGivenInputs(inputs, offset, spec.plan.inputs, `A use of \`${uses}\``, checker, compilation);
}
