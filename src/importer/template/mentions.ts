import type { Expression } from '../../plan/template/ast.ts';
import { isTemplate, parseTemplate } from '../../plan/template/template.ts';
import { childrenOf, nodeIdOf, nodesMentioned } from '../../plan/template/walk.ts';
import type { YamlNode } from '../../yaml-compiler/yaml-node.ts';
import { plainTemplate } from './plain-template.ts';

/** Old ids of the nodes that the templates under a place mention. */
export interface Mentions {
  /** Every mention can do without the node's output: `| default(…)`, or a look whether it is there. */
  guarded: ReadonlySet<string>;
  /** The others. */
  plain: ReadonlySet<string>;
}

export function mentionsIn(nodes: readonly (YamlNode | undefined)[]): Mentions {
  const expressions = nodes.flatMap((node) => (node ? [...expressionsIn(node)] : []));
  const all = new Set(expressions.flatMap(nodesMentioned));
  const plain = new Set(expressions.flatMap((expression) => [...unguarded(expression)]));
  return { plain, guarded: new Set([...all].filter((id) => !plain.has(id))) };
}

function* expressionsIn(node: YamlNode): Generator<Expression> {
  if (node.kind === 'mapping') for (const { value } of node.entries) yield* expressionsIn(value);
  else if (node.kind === 'sequence') for (const item of node.items) yield* expressionsIn(item);
  else if (typeof node.value === 'string') yield* expressionsOf(node.value);
}

function expressionsOf(text: string): Expression[] {
  if (!isTemplate(text)) return [];
  try {
    const { parts } = parseTemplate(plainTemplate(text));
    return parts.flatMap((part) => (part.kind === 'expression' ? [part.expression] : []));
  } catch {
    // Told where it is carried over.
    return [];
  }
}

/** Ids mentioned outside `default` and `is defined`; one look whether a node is there guards all of its mentions. */
function unguarded(expression: Expression): Set<string> {
  const looked = new Set(testsIn(expression));
  return new Set([...bareMentions(expression)].filter((id) => !looked.has(id)));
}

function* bareMentions(node: Expression): Generator<string> {
  const id = nodeIdOf(node);
  if (id !== undefined) yield id;
  const children = node.kind === 'filter' && isDefault(node.name) ? node.args : childrenOf(node);
  for (const child of children) yield* bareMentions(child);
}

function* testsIn(node: Expression): Generator<string> {
  if (node.kind === 'test' && ['defined', 'undefined'].includes(node.name)) yield* nodesMentioned(node);
  for (const child of childrenOf(node)) yield* testsIn(child);
}

function isDefault(name: string): boolean {
  return name === 'default' || name === 'd';
}
