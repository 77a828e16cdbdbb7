import { didYouMean } from '../../plan/nearest.ts';
import type { Compilation } from '../compilation.ts';
import type { HandlerSignature } from '../handler-catalogue.ts';
import type { TaskSpec } from '../spec/schema.ts';
import { typeOfSchema } from '../types/type.ts';
import { keyOffset, nodeAt, offsetOf, type YamlMapping } from '../yaml-node.ts';
import { type IsCertain, type Names, ValueChecker } from './values.ts';

/** Checks a task against its handler's contract; undefined where there is no such handler. */
export function checkTask(
  id: string,
  task: Pick<TaskSpec, 'handler' | 'params' | 'retry'>,
  names: Names,
  isCertain: IsCertain,
  compilation: Compilation,
): HandlerSignature | undefined {
  const handler = findHandler(id, task.handler, compilation);
  const checker = new ValueChecker(compilation, names, isCertain, {
    misfit: 'invalid-param',
    missing: 'missing-param',
    unknown: 'unknown-param',
  });
  const params = paramsOf(id, compilation);
  const wanted = typeOfSchema(handler?.input);
  if (wanted.kind === 'object') checker.checkFields(params, wanted, `The handler \`${task.handler}\``);
  else checker.check(params, wanted, 'params');
  if (handler) checkFailureCodes(id, task, handler, compilation);
  return handler;
}

function findHandler(id: string, name: string, { catalogue, root, sink }: Compilation): HandlerSignature | undefined {
  const handler = catalogue.get(name);
  if (!handler) {
    const message = `There is no handler \`${name}\`.${didYouMean(name, catalogue.keys())}`;
    sink.report('unknown-handler', offsetOf(root, ['nodes', id, 'handler']), message);
  }
  return handler;
}

/** The params, or an empty mapping at the handler's place, so that missing ones are told there. */
function paramsOf(id: string, { root }: Compilation): YamlMapping {
  const params = nodeAt(root, ['nodes', id, 'params']);
  if (params?.kind === 'mapping') return { ...params, start: keyOffset(root, ['nodes', id, 'params']) ?? params.start };
  return { kind: 'mapping', entries: [], start: offsetOf(root, ['nodes', id, 'handler']) };
}

function checkFailureCodes(
  id: string,
  task: Pick<TaskSpec, 'handler' | 'retry'>,
  handler: HandlerSignature,
  { root, sink }: Compilation,
): void {
  const known = Object.keys(handler.errors);
  for (const [index, code] of (task.retry?.non_retryable ?? []).entries()) {
    if (known.includes(code)) continue;
    const offset = offsetOf(root, ['nodes', id, 'retry', 'non_retryable', index]);
    const message = `\`${task.handler}\` has no failure \`${code}\`.${didYouMean(code, known)}`;
    sink.report('unknown-failure-code', offset, message, 'warning');
  }
}
