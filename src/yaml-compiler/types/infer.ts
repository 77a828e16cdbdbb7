import type { Binary, Call, Expression, Filter, Index, Member, Name, Test } from '../../plan/template/ast.ts';
import { pathText, TEST_NAMES } from '../../plan/template/evaluate.ts';
import { mentionsNode } from '../../plan/template/walk.ts';
import { bounded } from './bounded.ts';
import { typeOfFilter } from './infer-filter.ts';
import { typeOfIndexed } from './infer-index.ts';
import { reportUncertain, typeOfMember } from './infer-member.ts';
import { expectType, inferOperation } from './operand-types.ts';
import { arrayOf, BOOLEAN, INTEGER, NUMBER, objectOf, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { union } from './union.ts';

type Inferers = { [K in Expression['kind']]: (node: Extract<Expression, { kind: K }>, scope: TypeScope) => Type };

const INFERERS: Inferers = {
  literal: ({ value }) => (value === null ? { kind: 'null' } : { kind: 'constant', value }),
  array: (node, scope) => arrayOf(node.items.length ? union(node.items.map((item) => infer(item, scope))) : UNKNOWN),
  object: (node, scope) =>
    objectOf(Object.fromEntries(node.entries.map(({ key, value }) => [key, infer(value, scope)]))),
  name: inferName,
  member: inferMember,
  index: inferIndex,
  unary: inferUnary,
  binary: inferBinary,
  conditional: inferConditional,
  filter: inferFilter,
  test: inferTest,
  call: inferCall,
};

/** The type of an expression. Faults are reported, and give `unknown`, so that one fault is told once. */
export function infer(node: Expression, scope: TypeScope): Type {
  const inferer = INFERERS[node.kind] as (node: Expression, scope: TypeScope) => Type;
  const type = inferer(node, scope);
  // What is looked up is as large as it was declared; only what is put together grows.
  return node.kind === 'name' || node.kind === 'member' ? type : bounded(type);
}

function inferName(node: Name, scope: TypeScope): Type {
  const type = scope.names[node.name];
  if (type && Object.hasOwn(scope.names, node.name)) return type;
  const hint = scope.hintFor(node.name, Object.keys(scope.names));
  scope.report('unknown-name', node, `\`${node.name}\` is not defined.${hint}`);
  return UNKNOWN;
}

function inferMember(node: Member, scope: TypeScope): Type {
  reportUncertain(node, scope);
  return typeOfMember(node, infer(node.object, scope), scope);
}

function inferIndex(node: Index, scope: TypeScope): Type {
  const owner = infer(node.object, scope);
  const index = infer(node.index, scope);
  if (pathText(node.object) === 'nodes') {
    scope.report('template-syntax', node.index, 'Name the node: `nodes.<id>`; the compiler must know which one it is.');
    return UNKNOWN;
  }
  return typeOfIndexed(node, owner, index, scope);
}

function inferUnary(node: Extract<Expression, { kind: 'unary' }>, scope: TypeScope): Type {
  const operand = infer(node.operand, scope);
  if (node.operator === 'not') return BOOLEAN;
  expectType(operand, NUMBER, node, `\`${node.operator}\``, scope);
  return NUMBER;
}

function inferBinary(node: Binary, scope: TypeScope): Type {
  const left = infer(node.left, scope);
  // What comes after `and` is evaluated only where what comes before it holds.
  const right = infer(node.right, node.operator === 'and' ? guard(node.left, scope) : scope);
  return inferOperation(node, left, right, scope);
}

function inferConditional(node: Extract<Expression, { kind: 'conditional' }>, scope: TypeScope): Type {
  const arms: Type[] = [];
  let [last, guarded]: [Expression, TypeScope] = [node, scope];
  // A chain of conditions has its arms put together once.
  while (last.kind === 'conditional') {
    infer(last.test, guarded);
    guarded = guard(last.test, guarded);
    arms.push(infer(last.then, guarded));
    last = last.otherwise;
  }
  return union([...arms, infer(last, guarded)]);
}

/** A condition that asks for a node's state or output makes that node's output safe in what it decides. */
function guard(condition: Expression, scope: TypeScope): TypeScope {
  return { ...scope, isCertain: (nodeId) => scope.isCertain(nodeId) || mentionsNode(condition, nodeId) };
}

function inferFilter(node: Filter, scope: TypeScope): Type {
  const isDefault = node.name === 'default';
  const operand = infer(node.operand, isDefault ? { ...scope, isCertain: () => true } : scope);
  const args = node.args.map((arg) => infer(arg, scope));
  return typeOfFilter(node, operand, args, scope);
}

function inferTest(node: Test, scope: TypeScope): Type {
  infer(node.operand, { ...scope, isCertain: () => true });
  if (!TEST_NAMES.some((name) => name === node.name)) {
    const hint = scope.hintFor(node.name, TEST_NAMES);
    scope.report('unknown-filter', node.at, `There is no test \`${node.name}\`.${hint}`);
  }
  return BOOLEAN;
}

function inferCall(node: Call, scope: TypeScope): Type {
  const args = node.args.map((arg) => infer(arg, scope));
  if (node.name !== 'range') {
    scope.report('unknown-filter', node, `There is no function \`${node.name}\`: only \`range\` is.`);
    return UNKNOWN;
  }
  if (args.length < 1 || args.length > 2) scope.report('template-type', node, '`range` takes one or two integers.');
  for (const arg of args) expectType(arg, INTEGER, node, '`range`', scope);
  return arrayOf(INTEGER);
}
