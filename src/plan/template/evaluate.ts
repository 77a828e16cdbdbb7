import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { clipName, hintFor } from '../nearest.ts';
import type { Binary, Call, Expression, Filter, Index, Member, Name, Span, Template, Test, Unary } from './ast.ts';
import { TemplateError } from './error.ts';
import { arityFault, FILTER_OUTLINES, FILTERS, type FilterDefinition } from './filters.ts';
import { deepSizeOf, Meter, sizeOf } from './meter.ts';
import { asText, BINARY_OPERATORS, joinedTexts, OperandError } from './operators.ts';
import { isTemplate, parseTemplate } from './template.ts';
import { isTruthy, typeName } from './values.ts';

/** The names that a template sees. Values are looked up lazily, so that only what is mentioned is ever built. */
export interface Scope {
  readonly meter: Meter;
  names(): string[];
  has(name: string): boolean;
  get(name: string): JsonValue;
}

export function scopeOf(values: JsonObject, meter = new Meter('node')): Scope {
  return {
    meter,
    names: () => Object.keys(values),
    has: (name) => Object.hasOwn(values, name),
    get: (name) => values[name] as JsonValue,
  };
}

/** Items that `range` may give: as many as a fan-out is built for. */
export const MAX_RANGE = 100_000;

export const TEST_NAMES = ['defined', 'undefined', 'none', 'string', 'number', 'boolean', 'array', 'mapping'] as const;
type TestName = (typeof TEST_NAMES)[number];

const TESTS: Readonly<Record<Exclude<TestName, 'defined' | 'undefined'>, (value: JsonValue) => boolean>> = {
  none: (value) => value === null,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  mapping: isJsonObject,
};

/**
 * The value of JSON whose strings may be templates: each string is replaced by its value, which keeps its native type where
 * the template is one whole expression. The result shares no template text with the input.
 *
 * @throws TemplateError: an undefined name is an error, never an empty string
 */
export function render(value: JsonValue, scope: Scope): JsonValue {
  if (typeof value === 'string') return isTemplate(value) ? evaluateTemplate(parseTemplate(value), scope) : value;
  if (Array.isArray(value)) return value.map((item) => render(item, scope));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, scope)]));
}

export function evaluateTemplate(template: Template, scope: Scope): JsonValue {
  if (template.whole) return evaluate(template.whole, scope);
  const texts = template.parts.map((part) => {
    if (part.kind === 'text') return part.text;
    return located(part.expression, () => asText(evaluate(part.expression, scope)));
  });
  const whole = { start: 0, end: 0 };
  const text = located(whole, () => joinedTexts(texts));
  scope.meter.spend(Math.floor(text.length / CHARACTERS_COPIED_A_UNIT), whole);
  return text;
}

/** Of a text that is put together, which is nothing beside its parts unless it is long. */
const CHARACTERS_COPIED_A_UNIT = 1_024;

/** A condition: truth as Jinja has it. */
export function evaluateCondition(source: string, scope: Scope): boolean {
  return isTruthy(render(source, scope));
}

const COMPARES_WHOLE: ReadonlySet<Binary['operator']> = new Set(['==', '!=', 'in', 'not in'] as const);

type Evaluators = { [K in Expression['kind']]: (node: Extract<Expression, { kind: K }>, scope: Scope) => JsonValue };

const EVALUATORS: Evaluators = {
  literal: (node) => node.value,
  array: (node, scope) => node.items.map((item) => evaluate(item, scope)),
  object: (node, scope) => Object.fromEntries(node.entries.map(({ key, value }) => [key, evaluate(value, scope)])),
  name: evaluateName,
  member: evaluateMember,
  index: evaluateIndex,
  unary: evaluateUnary,
  binary: evaluateBinary,
  conditional: (node, scope) => evaluate(isTruthy(evaluate(node.test, scope)) ? node.then : node.otherwise, scope),
  filter: evaluateFilter,
  test: evaluateTest,
  call: evaluateCall,
};

export function evaluate<K extends Expression['kind']>(
  node: Extract<Expression, { kind: K }>,
  scope: Scope,
): JsonValue {
  scope.meter.spend(1, node);
  const evaluator = EVALUATORS[node.kind] as (node: Expression, scope: Scope) => JsonValue;
  return evaluator(node, scope);
}

function evaluateName(node: Name, scope: Scope): JsonValue {
  if (scope.has(node.name)) return scope.get(node.name);
  const message = () => `\`${clipName(node.name)}\` is not defined.${hintFor(node.name, scope.names())}`;
  throw new TemplateError('template_undefined', message, node);
}

function evaluateMember(node: Member, scope: Scope): JsonValue {
  const owner = evaluate(node.object, scope);
  if (isJsonObject(owner) && Object.hasOwn(owner, node.property)) return owner[node.property] as JsonValue;
  const message = () => {
    const path = pathText(node.object);
    const hint = isJsonObject(owner)
      ? hintFor(node.property, Object.keys(owner))
      : ` \`${path}\` is of type ${typeName(owner)}.`;
    return `\`${path}.${clipName(node.property)}\` is not defined.${hint}`;
  };
  throw new TemplateError('template_undefined', message, node.at);
}

function evaluateIndex(node: Index, scope: Scope): JsonValue {
  const owner = evaluate(node.object, scope);
  const index = evaluate(node.index, scope);
  if (Array.isArray(owner) && typeof index === 'number') {
    const found = owner.at(index);
    if (Number.isInteger(index) && found !== undefined) return found;
    const message = `\`${pathText(node.object)}\` has ${owner.length} items: there is none at ${index}.`;
    throw new TemplateError('template_undefined', message, node.index);
  }
  if (isJsonObject(owner) && typeof index === 'string') {
    if (Object.hasOwn(owner, index)) return owner[index] as JsonValue;
    const message = () =>
      `\`${pathText(node.object)}\` has no field \`${clipName(index)}\`.${hintFor(index, Object.keys(owner))}`;
    throw new TemplateError('template_undefined', message, node.index);
  }
  const message = `\`[…]\` takes an array and an integer, or an object and a string, not ${typeName(owner)} and ${typeName(index)}`;
  throw new TemplateError('template_type', message, node);
}

function evaluateUnary(node: Unary, scope: Scope): JsonValue {
  const operand = evaluate(node.operand, scope);
  if (node.operator === 'not') return !isTruthy(operand);
  if (typeof operand === 'number') return node.operator === '-' ? -operand : operand;
  throw new TemplateError('template_type', `\`${node.operator}\` takes a number, not ${typeName(operand)}`, node);
}

function evaluateBinary(node: Binary, scope: Scope): JsonValue {
  const left = evaluate(node.left, scope);
  if (node.operator === 'and') return isTruthy(left) ? evaluate(node.right, scope) : left;
  if (node.operator === 'or') return isTruthy(left) ? left : evaluate(node.right, scope);
  const apply = BINARY_OPERATORS[node.operator];
  const right = evaluate(node.right, scope);
  const { rest } = scope.meter;
  scope.meter.spend(operandSize(node.operator, left, rest) + operandSize(node.operator, right, rest), node);
  return located(node, () => apply(left, right));
}

/** What an operator looks at: texts and arrays that are joined, values that are compared whole. */
function operandSize(operator: Binary['operator'], value: JsonValue, most: number): number {
  return COMPARES_WHOLE.has(operator) ? 3 * deepSizeOf(value, most) : sizeOf(value);
}

function evaluateFilter(node: Filter, scope: Scope): JsonValue {
  if (!Object.hasOwn(FILTER_OUTLINES, node.name)) {
    const hint = hintFor(node.name, Object.keys(FILTER_OUTLINES));
    throw new TemplateError('template_syntax', `There is no filter \`${node.name}\`.${hint}`, node.at);
  }
  const fault = arityFault(node.name, node.args.length);
  if (fault) throw new TemplateError('template_type', fault, node.at);
  const filter = FILTERS[node.name];
  return filter ? applyFilter(node, filter, scope) : evaluateDefault(node, scope);
}

function applyFilter(node: Filter, filter: FilterDefinition, scope: Scope): JsonValue {
  const operand = evaluate(node.operand, scope);
  const args = node.args.map((arg) => evaluate(arg, scope));
  const size = filter.isDeep ? deepSizeOf(operand, scope.meter.rest) : sizeOf(operand);
  scope.meter.spend(size * (filter.factor ?? 1), node.at);
  const result = located(node.at, () => filter.apply(operand, args), `\`${node.name}\` `);
  scope.meter.spend(sizeOf(result), node.at);
  return result;
}

/** `x | default(y)`: y where x is not there; with a second argument that is true, also where x is null, empty or 0. */
function evaluateDefault(node: Filter, scope: Scope): JsonValue {
  const [fallback, alsoFalsy] = node.args as [Expression, Expression?];
  const value = evaluateIfDefined(node.operand, scope);
  if (value === undefined) return evaluate(fallback, scope);
  const replace = alsoFalsy !== undefined && isTruthy(evaluate(alsoFalsy, scope)) && !isTruthy(value);
  return replace ? evaluate(fallback, scope) : value;
}

function evaluateTest(node: Test, scope: Scope): JsonValue {
  return evaluatePlainTest(node, scope) !== node.negated;
}

function evaluatePlainTest(node: Test, scope: Scope): boolean {
  if (node.name === 'defined') return evaluateIfDefined(node.operand, scope) !== undefined;
  if (node.name === 'undefined') return evaluateIfDefined(node.operand, scope) === undefined;
  if (!Object.hasOwn(TESTS, node.name)) {
    const hint = hintFor(node.name, TEST_NAMES);
    throw new TemplateError('template_syntax', `There is no test \`${node.name}\`.${hint}`, node.at);
  }
  return TESTS[node.name as keyof typeof TESTS](evaluate(node.operand, scope));
}

function evaluateCall(node: Call, scope: Scope): JsonValue {
  if (node.name !== 'range') {
    throw new TemplateError('template_syntax', `There is no function \`${node.name}\`: only \`range\` is.`, node);
  }
  const args = node.args.map((arg) => evaluate(arg, scope));
  const [first, second] = args;
  const [start, end] = args.length === 1 ? [0, first] : [first, second];
  if (args.length < 1 || args.length > 2 || !Number.isInteger(start) || !Number.isInteger(end)) {
    throw new TemplateError('template_type', '`range` takes one or two integers', node);
  }
  const length = Math.max(0, (end as number) - (start as number));
  if (length > MAX_RANGE) {
    throw new TemplateError('template_limit', `\`range\` gives at most ${MAX_RANGE} items, not ${length}`, node);
  }
  scope.meter.spend(length, node);
  return Array.from({ length }, (_, index) => (start as number) + index);
}

function evaluateIfDefined(node: Expression, scope: Scope): JsonValue | undefined {
  try {
    return evaluate(node, scope);
  } catch (error) {
    if (error instanceof TemplateError && error.code === 'template_undefined') return undefined;
    throw error;
  }
}

function located<T>(span: Span, apply: () => T, prefix = ''): T {
  try {
    return apply();
  } catch (error) {
    if (error instanceof OperandError) throw new TemplateError('template_type', prefix + error.message, span);
    // Of the machine, for what is too long or too deep for it.
    if (error instanceof RangeError)
      throw new TemplateError('template_limit', `${prefix}makes too large a value`, span);
    throw error;
  }
}

/** The path of names and fields as the author wrote it, for messages. */
export function pathText(node: Expression): string {
  if (node.kind === 'name') return node.name;
  if (node.kind === 'member') return `${pathText(node.object)}.${clipName(node.property)}`;
  if (node.kind === 'index') return `${pathText(node.object)}[…]`;
  return '(…)';
}
