import { checkKey } from '../../plan/execution/items/plan-items.ts';
import { FaultError } from '../../plan/fault.ts';
import type { JsonValue } from '../../plan/json.ts';
import type { Expression, Template } from '../../plan/template/ast.ts';
import { TemplateError } from '../../plan/template/error.ts';
import { evaluateTemplate, scopeOf } from '../../plan/template/evaluate.ts';
import type { Meter } from '../../plan/template/meter.ts';
import { namesIn } from '../../plan/template/walk.ts';
import { nodeAt, toJson } from '../yaml-node.ts';
import type { NodeContext } from './node-context.ts';
import { expressionsOf, hasTemplates } from './templates.ts';

/** Of what a template gives: enough to find the mistake, and soon. */
const MOST_LOOKED_AT = 1_000;

interface LiteralItem {
  value: JsonValue;
  index: number;
  /** Offset in the source. */
  at: number;
}

/**
 * Makes the keys of items that the spec itself tells, as the interpreter will, and reports those that are no keys or that come twice.
 * Only where a key depends on nothing but its item.
 */
export function checkLiteralKeys(context: NodeContext): void {
  const { sink, templateWork } = context.compilation;
  const key = templateAt('key', ['item', 'index'], context);
  if (!key) return;
  const seen = new Map<string, number>();
  const told = new Set<number>();
  for (const item of literalItems(context)) {
    const { made, fault } = makeKey(key, item, templateWork.part('item'));
    if (templateWork.isSpent) return;
    const first = made === undefined ? undefined : seen.get(made);
    if (made !== undefined && first === undefined) {
      seen.set(made, item.index);
      continue;
    }
    // Items that a template gives have one place.
    if (told.has(item.at)) continue;
    told.add(item.at);
    if (fault !== undefined) sink.report('invalid-item-key', item.at, fault);
    else sink.report('duplicate-item-key', item.at, `The items ${first} and ${item.index} have one key: \`${made}\`.`);
  }
}

/** Those of an array, and those that a template gives which mentions nothing. */
function literalItems(context: NodeContext): LiteralItem[] {
  const { compilation, path } = context;
  const source = nodeAt(compilation.root, [...path, 'source']);
  if (source?.kind === 'sequence') {
    const items = source.items.map((node, index) => ({ node, index })).filter(({ node }) => !hasTemplates(node));
    return items.map(({ node, index }) => ({ value: toJson(node), index, at: node.start }));
  }
  const template = templateAt('source', [], context);
  if (!source || !template) return [];
  const values = constantOf(template, compilation.templateWork.part('node'));
  return values.slice(0, MOST_LOOKED_AT).map((value, index) => ({ value, index, at: source.start }));
}

/** A field of the node, where it is a template that mentions nothing but these names. */
function templateAt(field: string, names: readonly string[], { compilation, path }: NodeContext): Template | undefined {
  const node = nodeAt(compilation.root, [...path, field]);
  const use = node?.kind === 'scalar' ? compilation.templates.get(node) : undefined;
  return use && expressionsOf(use).every((expression) => mentionsOnly(expression, names)) ? use.template : undefined;
}

/** Empty where it is no array, or a fault, which is reported where it stands. */
function constantOf(template: Template, meter: Meter): JsonValue[] {
  try {
    const value = evaluateTemplate(template, scopeOf({}, meter));
    return Array.isArray(value) ? value : [];
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

function mentionsOnly(expression: Expression, known: readonly string[]): boolean {
  return [...namesIn(expression)].every(({ name }) => known.includes(name));
}

type MadeKey = { made: string; fault?: never } | { made?: never; fault: string };

function makeKey(template: Template, { value, index }: LiteralItem, meter: Meter): MadeKey {
  try {
    return { made: checkKey(evaluateTemplate(template, scopeOf({ item: value, index }, meter)), index) };
  } catch (error) {
    if (error instanceof TemplateError) return { fault: `The key of item ${index} cannot be made: ${error.message}` };
    if (error instanceof FaultError) return { fault: error.message };
    throw error;
  }
}
