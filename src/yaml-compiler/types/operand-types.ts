import type { Binary, BinaryOperator, Span, Template } from '../../plan/template/ast.ts';
import { canFit } from './fits.ts';
import { generalise } from './generalise.ts';
import { arrayOf, BOOLEAN, describeType, INTEGER, NUMBER, oneOf, STRING, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { union } from './union.ts';

type Report = Pick<TypeScope, 'report'>;
type Infer = (left: Type, right: Type, node: Binary, scope: Report) => Type;

const ORDERED = oneOf([NUMBER, STRING]);
const ADDABLE = oneOf([NUMBER, STRING, arrayOf(UNKNOWN)]);

const either: Infer = (left, right) => union([left, right]);
const boolean: Infer = () => BOOLEAN;
const ordering: Infer = (left, right, node, scope) => {
  expectAlike(left, right, ORDERED, node, scope);
  return BOOLEAN;
};
const adding: Infer = (left, right, node, scope) => {
  expectAlike(left, right, ADDABLE, node, scope);
  return union([generalise(left), generalise(right)]);
};
const arithmetic: Infer = (left, right, node, scope) => {
  for (const side of [left, right]) expectType(side, NUMBER, node, `\`${node.operator}\``, scope);
  return isInteger(left) && isInteger(right) ? INTEGER : NUMBER;
};

/** The type of what each operator gives, having checked its operands. */
const OPERATORS: Readonly<Record<BinaryOperator, Infer>> = {
  and: either,
  or: either,
  '==': boolean,
  '!=': boolean,
  in: boolean,
  'not in': boolean,
  '<': ordering,
  '<=': ordering,
  '>': ordering,
  '>=': ordering,
  '+': adding,
  '-': arithmetic,
  '*': arithmetic,
  '//': arithmetic,
  '%': arithmetic,
  '/': (...operands) => arithmetic(...operands) && NUMBER,
  '**': (...operands) => arithmetic(...operands) && NUMBER,
  '~': () => STRING,
};

export function inferOperation(node: Binary, left: Type, right: Type, scope: Report): Type {
  return OPERATORS[node.operator](left, right, node, scope);
}

/** Reports a value that can never be of the type wanted. */
export function expectType(actual: Type, wanted: Type, span: Span, name: string, scope: Report): boolean {
  if (canFit(generalise(actual), wanted)) return true;
  scope.report('template-type', span, `${name} takes ${describeType(wanted)}, not ${describeType(actual)}.`);
  return false;
}

function expectAlike(left: Type, right: Type, wanted: Type, node: Binary, scope: Report): void {
  const name = `\`${node.operator}\``;
  for (const side of [left, right]) if (!expectType(side, wanted, node, name, scope)) return;
  if (canFit(generalise(left), generalise(right))) return;
  const message = `${name} gets ${describeType(left)} and ${describeType(right)}; both must be of one type.`;
  scope.report('template-type', node, message);
}

function isInteger(type: Type): boolean {
  const general = generalise(type);
  return general.kind === 'number' && general.integer;
}

/** What stands in a longer text; the rest has no one form there. */
const TEXT = oneOf([STRING, NUMBER, BOOLEAN]);

/** @param types of the template's parts */
export function expectText({ parts }: Template, types: readonly Type[], scope: Report): void {
  for (const [index, part] of parts.entries()) {
    const type = types[index] ?? UNKNOWN;
    if (part.kind === 'text' || canFit(type, TEXT)) continue;
    const advice = type.kind === 'null' ? "`default('…', true)`" : '`tojson`';
    const message = `${describeType(type)} cannot stand in a longer text; use the filter ${advice}.`;
    scope.report('template-type', part.expression, message);
  }
}
