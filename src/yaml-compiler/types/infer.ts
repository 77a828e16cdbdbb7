import { didYouMean } from '../../plan/nearest.ts';
import type { Binary, Call, Expression, Filter, Index, Member, Name, Span, Test } from '../../plan/template/ast.ts';
import { pathText, TEST_NAMES } from '../../plan/template/evaluate.ts';
import { FILTERS } from '../../plan/template/filters.ts';
import { nodeIdOf, nodesMentioned } from '../../plan/template/walk.ts';
import type { DiagnosticCode } from '../diagnostic.ts';
import { FILTER_SIGNATURES } from './filter-types.ts';
import { expectType, inferOperation } from './operand-types.ts';
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
  if (takes) expectType(operand, { kind: 'union', options: takes }, node.at, `\`${node.name}\``, scope);
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
  for (const arg of args) expectType(arg, INTEGER, node, '`range`', scope);
  return arrayOf(INTEGER);
}
