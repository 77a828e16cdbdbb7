import type { Expression, Name, Span } from './ast.ts';

/** The id in `nodes.x`. */
export function nodeIdOf(node: Expression): string | undefined {
  const isNode = node.kind === 'member' && node.object.kind === 'name' && node.object.name === 'nodes';
  return isNode ? node.property : undefined;
}

/** Every node id that an expression mentions, in the order of the text. */
export function nodesMentioned(expression: Expression): string[] {
  return nodeMentions(expression).map(({ nodeId }) => nodeId);
}

export interface NodeMention {
  nodeId: string;
  /** Of the id. */
  span: Span;
}

/** Each mention of a node, `nodes.<id>`, with the place of its id. */
export function nodeMentions(expression: Expression): NodeMention[] {
  const found: NodeMention[] = [];
  const visit = (node: Expression) => {
    const nodeId = nodeIdOf(node);
    if (nodeId !== undefined && node.kind === 'member') found.push({ nodeId, span: node.at });
    for (const child of childrenOf(node)) visit(child);
  };
  visit(expression);
  return found;
}

/** Whether an expression mentions `nodes.<id>`; the last terms of a long one are looked at first. */
export function mentionsNode(expression: Expression, nodeId: string): boolean {
  return (
    nodeIdOf(expression) === nodeId ||
    childrenOf(expression)
      .toReversed()
      .some((child) => mentionsNode(child, nodeId))
  );
}

/** Each name that an expression starts a path with: `inputs`, `nodes`, `item`. */
export function* namesIn(expression: Expression): Generator<Name> {
  if (expression.kind === 'name') yield expression;
  for (const child of childrenOf(expression)) yield* namesIn(child);
}

type Children = { [K in Expression['kind']]: (node: Extract<Expression, { kind: K }>) => Expression[] };

const CHILDREN: Children = {
  literal: () => [],
  name: () => [],
  array: (node) => node.items,
  object: (node) => node.entries.map(({ value }) => value),
  member: (node) => [node.object],
  index: (node) => [node.object, node.index],
  unary: (node) => [node.operand],
  binary: (node) => [node.left, node.right],
  conditional: (node) => [node.then, node.test, node.otherwise],
  filter: (node) => [node.operand, ...node.args],
  test: (node) => [node.operand],
  call: (node) => node.args,
};

export function childrenOf(node: Expression): Expression[] {
  return (CHILDREN[node.kind] as (node: Expression) => Expression[])(node);
}
