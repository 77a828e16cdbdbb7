import { didYouMean } from '../../plan/nearest.ts';
import type { Binary, Call, Expression, Filter, Index, Member, Name, Span, Test } from '../../plan/template/ast.ts';
import { pathText, TEST_NAMES } from '../../plan/template/evaluate.ts';
import { FILTERS } from '../../plan/template/filters.ts';
import type { DiagnosticCode } from '../diagnostic.ts';
import { FILTER_SIGNATURES } from './filter-types.ts';
import { canFit } from './fits.ts';
import {
  arrayOf,
  BOOLEAN,
  describeType,
  INTEGER,
  NUMBER,
  objectOf,
  optionsOf,
  STRING,
  type Type,
  UNKNOWN,
  union,
  withoutNull,
} from './type.ts';

/** What a template may mention, and where its faults go. */
export interface TypeScope {
  names: Readonly<Record<string, Type>>;
  /** False for a node whose output may not be there when the template is evaluated. */
  isCertain(nodeId: string): boolean;
  report(code: DiagnosticCode, span: Span, message: string): void;
}

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
  return inferer(node, scope);
}

function inferName(node: Name, scope: TypeScope): Type {
  const type = scope.names[node.name];
  if (type && Object.hasOwn(scope.names, node.name)) return type;
  const hint = didYouMean(node.name, Object.keys(scope.names));
  const known = Object.keys(scope.names).join(', ');
  scope.report('unknown-name', node, `\`${node.name}\` is not defined; a template sees ${known}.${hint}`);
  return UNKNOWN;
}

function inferMember(node: Member, scope: TypeScope): Type {
  reportUncertain(node, scope);
  const owner = infer(node.object, scope);
  const found = optionsOf(owner).map((option) => memberOf(option, node.property));
  const types = found.filter((type) => type !== undefined);
  if (types.length > 0) return union(types);
  reportUnknownMember(node, owner, scope);
  return UNKNOWN;
}

function memberOf(owner: Type, property: string): Type | undefined {
  if (owner.kind === 'unknown') return UNKNOWN;
  if (owner.kind !== 'object') return undefined;
  return Object.hasOwn(owner.fields, property) ? owner.fields[property]?.type : owner.rest;
}

function reportUnknownMember(node: Member, owner: Type, scope: TypeScope): void {
  const path = pathText(node.object);
  const fields = optionsOf(owner).flatMap((option) => (option.kind === 'object' ? Object.keys(option.fields) : []));
  const hint = didYouMean(node.property, fields);
  if (path === 'nodes') return scope.report('unknown-node', node.at, `There is no node \`${node.property}\`.${hint}`);
  if (path === 'inputs') {
    return scope.report('unknown-input', node.at, `The spec declares no input \`${node.property}\`.${hint}`);
  }
  if (fields.length === 0) {
    const message = `\`${path}\` is ${describeType(owner)} and has no field \`${node.property}\`.`;
    return scope.report('template-type', node.at, message);
  }
  const has = fields.length <= 12 ? ` It has ${fields.join(', ')}.` : '';
  const code = path.startsWith('nodes.') ? 'unknown-output-field' : 'unknown-name';
  scope.report(code, node.at, `\`${path}\` has no field \`${node.property}\`.${hint || has}`);
}

/** `nodes.x.output` of a node that may have been skipped or have failed needs a guard. */
function reportUncertain(node: Member, scope: TypeScope): void {
  const nodeId = node.property === 'output' ? nodeIdOf(node.object) : undefined;
  if (nodeId === undefined || scope.isCertain(nodeId)) return;
  const message =
    `\`${nodeId}\` may not have completed here. Guard it: \`{{ nodes.${nodeId}.output.… | default(…) }}\`` +
    ` or \`{{ … if nodes.${nodeId}.state == 'completed' else … }}\`.`;
  scope.report('maybe-skipped', node, message);
}

/** The id in `nodes.x`. */
export function nodeIdOf(node: Expression): string | undefined {
  const isNode = node.kind === 'member' && node.object.kind === 'name' && node.object.name === 'nodes';
  return isNode ? node.property : undefined;
}

function inferIndex(node: Index, scope: TypeScope): Type {
  const owner = infer(node.object, scope);
  infer(node.index, scope);
  if (pathText(node.object) === 'nodes') {
    scope.report('template-syntax', node.index, 'Name the node: `nodes.<id>`; the compiler must know which one it is.');
    return UNKNOWN;
  }
  return union(optionsOf(owner).map((option) => (option.kind === 'array' ? option.items : UNKNOWN)));
}

function inferUnary(node: Extract<Expression, { kind: 'unary' }>, scope: TypeScope): Type {
  const operand = infer(node.operand, scope);
  if (node.operator === 'not') return BOOLEAN;
  expect(operand, NUMBER, node, `\`${node.operator}\``, scope);
  return NUMBER;
}

const ORDERED: Type = { kind: 'union', options: [NUMBER, STRING] };
const ADDABLE: Type = { kind: 'union', options: [NUMBER, STRING, arrayOf(UNKNOWN)] };

function inferBinary(node: Binary, scope: TypeScope): Type {
  const left = infer(node.left, scope);
  const guarded = node.operator === 'and' ? guard(node.left, scope) : scope;
  const right = infer(node.right, guarded);
  const sides = [left, right];
  const name = `\`${node.operator}\``;
  switch (node.operator) {
    case 'and':
    case 'or':
      return union(sides);
    case '==':
    case '!=':
    case 'in':
    case 'not in':
      return BOOLEAN;
    case '~':
      return STRING;
    case '<':
    case '<=':
    case '>':
    case '>=':
      expectAlike(sides, ORDERED, node, name, scope);
      return BOOLEAN;
    case '+':
      expectAlike(sides, ADDABLE, node, name, scope);
      return widen(left);
    default:
      for (const side of sides) expect(side, NUMBER, node, name, scope);
      return node.operator === '/' || sides.some((side) => !isInteger(side)) ? NUMBER : INTEGER;
  }
}

function expectAlike(sides: Type[], wanted: Type, span: Span, name: string, scope: TypeScope): void {
  const [left = UNKNOWN, right = UNKNOWN] = sides;
  for (const side of sides) if (!expect(side, wanted, span, name, scope)) return;
  if (canFit(widen(left), widen(right))) return;
  const message = `${name} gets ${describeType(left)} and ${describeType(right)}; both must be of one type.`;
  scope.report('template-type', span, message);
}

function expect(actual: Type, wanted: Type, span: Span, name: string, scope: TypeScope): boolean {
  if (canFit(widen(actual), wanted)) return true;
  scope.report('template-type', span, `${name} takes ${describeType(wanted)}, not ${describeType(actual)}.`);
  return false;
}

/** A constant's general type: what an operation on it gives. */
function widen(type: Type): Type {
  if (type.kind === 'union') return union(type.options.map(widen));
  if (type.kind !== 'constant') return type;
  if (typeof type.value === 'number') return Number.isInteger(type.value) ? INTEGER : NUMBER;
  return typeof type.value === 'string' ? STRING : BOOLEAN;
}

function isInteger(type: Type): boolean {
  const general = widen(type);
  return general.kind === 'number' && general.integer;
}

function inferConditional(node: Extract<Expression, { kind: 'conditional' }>, scope: TypeScope): Type {
  infer(node.test, scope);
  const guarded = guard(node.test, scope);
  return union([infer(node.then, guarded), infer(node.otherwise, guarded)]);
}

/** A condition that asks for a node's state or output makes that node's output safe in what it decides. */
function guard(condition: Expression, scope: TypeScope): TypeScope {
  const asked = new Set(nodesMentioned(condition));
  return { ...scope, isCertain: (nodeId) => asked.has(nodeId) || scope.isCertain(nodeId) };
}

function inferFilter(node: Filter, scope: TypeScope): Type {
  const isDefault = node.name === 'default';
  const operand = infer(node.operand, isDefault ? { ...scope, isCertain: () => true } : scope);
  const args = node.args.map((arg) => infer(arg, scope));
  if (isDefault) return union([args.length > 1 ? withoutNull(operand) : operand, args[0] ?? UNKNOWN]);
  const signature = Object.hasOwn(FILTER_SIGNATURES, node.name) ? FILTER_SIGNATURES[node.name] : undefined;
  const arity = FILTERS[node.name]?.arity;
  if (!signature || !arity) {
    const hint = didYouMean(node.name, ['default', ...Object.keys(FILTERS)]);
    scope.report('unknown-filter', node.at, `There is no filter \`${node.name}\`.${hint}`);
    return UNKNOWN;
  }
  if (args.length < arity.min || args.length > arity.max) {
    const takes = arity.min === arity.max ? arity.min : `${arity.min} to ${arity.max}`;
    scope.report('template-type', node.at, `\`${node.name}\` takes ${takes} arguments, not ${args.length}.`);
  }
  const takes = signature.takes?.map((kind) => KIND_TYPES[kind]);
  if (takes) expect(operand, { kind: 'union', options: takes }, node.at, `\`${node.name}\``, scope);
  return signature.gives(operand);
}

const KIND_TYPES = {
  string: STRING,
  number: NUMBER,
  array: arrayOf(UNKNOWN),
  object: { kind: 'object', fields: {}, rest: UNKNOWN },
} as const satisfies Record<string, Type>;

function inferTest(node: Test, scope: TypeScope): Type {
  infer(node.operand, { ...scope, isCertain: () => true });
  if (!TEST_NAMES.some((name) => name === node.name)) {
    const hint = didYouMean(node.name, TEST_NAMES);
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
  for (const arg of args) expect(arg, INTEGER, node, '`range`', scope);
  return arrayOf(INTEGER);
}

/** Every node id that an expression mentions, in the order of the text. */
export function nodesMentioned(expression: Expression): string[] {
  return [...memberPaths(expression)].map(({ nodeId }) => nodeId);
}

export function* memberPaths(expression: Expression): Generator<{ nodeId: string; span: Span }> {
  const nodeId = nodeIdOf(expression);
  if (nodeId !== undefined && expression.kind === 'member') yield { nodeId, span: expression.at };
  for (const child of childrenOf(expression)) yield* memberPaths(child);
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

function childrenOf(node: Expression): Expression[] {
  return (CHILDREN[node.kind] as (node: Expression) => Expression[])(node);
}
