import { checkKey } from '../../plan/execution/items/plan-items.ts';
import { FaultError } from '../../plan/fault.ts';
import type { Expression, Template } from '../../plan/template/ast.ts';
import { TemplateError } from '../../plan/template/error.ts';
import { evaluateTemplate, scopeOf } from '../../plan/template/evaluate.ts';
import type { Meter } from '../../plan/template/meter.ts';
import { namesIn } from '../../plan/template/walk.ts';
import { nodeAt, toJson, type YamlNode } from '../yaml-node.ts';
import type { NodeContext } from './node-context.ts';
import { expressionsOf, hasTemplates } from './templates.ts';

/**
 * Makes the keys of items that stand in the spec, as the interpreter will, and tells those that are no keys or that come twice. Only
 * where a key depends on nothing but its item.
 */
export function checkLiteralKeys({ compilation, path }: NodeContext): void {
  const { root, sink, templates, templateWork } = compilation;
  const source = nodeAt(root, [...path, 'source']);
  const key = nodeAt(root, [...path, 'key']);
  const use = key?.kind === 'scalar' ? templates.get(key) : undefined;
  if (!use || source?.kind !== 'sequence' || !expressionsOf(use).every(seesOnlyItems)) return;
  const seen = new Map<string, number>();
  for (const [index, item] of source.items.entries()) {
    if (hasTemplates(item)) continue;
    const { made, fault } = makeKey(use.template, item, index, templateWork.part('item'));
    if (templateWork.isSpent) return;
    const first = made === undefined ? undefined : seen.get(made);
    if (fault !== undefined) sink.report('invalid-item-key', item.start, fault);
    else if (first === undefined) seen.set(made, index);
    else sink.report('duplicate-item-key', item.start, `The items ${first} and ${index} have one key: \`${made}\`.`);
  }
}

function seesOnlyItems(expression: Expression): boolean {
  return [...namesIn(expression)].every(({ name }) => name === 'item' || name === 'index');
}

type MadeKey = { made: string; fault?: never } | { made?: never; fault: string };

function makeKey(template: Template, item: YamlNode, index: number, meter: Meter): MadeKey {
  try {
    return { made: checkKey(evaluateTemplate(template, scopeOf({ item: toJson(item), index }, meter)), index) };
  } catch (error) {
    if (error instanceof TemplateError) return { fault: `The key of item ${index} cannot be made: ${error.message}` };
    if (error instanceof FaultError) return { fault: error.message };
    throw error;
  }
}
