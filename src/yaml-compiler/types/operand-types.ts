import type { Binary, BinaryOperator, Span, Template } from '../../plan/template/ast.ts';
import { canBe, canFit } from './fits.ts';
import { generalise } from './generalise.ts';
import { limitFault } from './limits.ts';
import {
  ANY_ARRAY,
  ANY_OBJECT,
  arrayOf,
  BOOLEAN,
  describeType,
  INTEGER,
  NUMBER,
  ORDERED,
  oneOf,
  optionsOf,
  STRING,
  TEXT,
  type Type,
  UNKNOWN,
} from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { itemsOf, union } from './union.ts';

type Report = Pick<TypeScope, 'report'>;
type Infer = (left: Type, right: Type, node: Binary, scope: Report) => Type;

const CONTAINER = oneOf([ANY_ARRAY, ANY_OBJECT, STRING]);
const ADDABLE = oneOf([NUMBER, STRING, ANY_ARRAY]);

const either: Infer = (left, right) => union([left, right]);
const boolean: Infer = () => BOOLEAN;
const ordering: Infer = (left, right, node, scope) => {
  shared(ORDERED, left, right, node, scope);
  return BOOLEAN;
};
const adding: Infer = (left, right, node, scope) => {
  const sums = shared(ADDABLE, left, right, node, scope).map((kind) => sumOf(kind, left, right));
  return sums.length > 0 ? union(sums) : UNKNOWN;
};
const containing: Infer = (left, right, node, scope) => {
  const name = `\`${node.operator}\``;
  const isContainer = expectType(right, CONTAINER, node, `the right side of ${name}`, scope);
  const takesAnything = canFit(right, ANY_ARRAY);
  if (isContainer && !takesAnything) expectType(left, STRING, node, `${name} ${describeType(right)}`, scope);
  return BOOLEAN;
};
const joining: Infer = (left, right, node, scope) => {
  for (const side of [left, right]) expectType(side, TEXT, node, `\`${node.operator}\``, scope);
  return STRING;
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
  in: containing,
  'not in': containing,
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
  '~': joining,
};

export function inferOperation(node: Binary, left: Type, right: Type, scope: Report): Type {
  return OPERATORS[node.operator](left, right, node, scope);
}

/** Reports a value that can never be what is wanted. */
export function expectType(actual: Type, wanted: Type, span: Span, name: string, scope: Report): boolean {
  if (canBe(actual, wanted)) return true;
  scope.report('template-type', span, `${name} ${misfitOf(actual, wanted)}.`);
  return false;
}

function misfitOf(actual: Type, wanted: Type): string {
  const limit = actual.kind === 'constant' && typeof actual.value === 'string' && limitFault(actual.value, wanted);
  return limit ? `gets a text that ${limit}` : `takes ${describeType(wanted)}, not ${describeType(actual)}`;
}

/** Those of the types wanted that both sides can be. It is reported where there are none. */
function shared(wanted: Type, left: Type, right: Type, node: Binary, scope: Report): Type[] {
  const name = `\`${node.operator}\``;
  for (const side of [left, right]) if (!expectType(side, wanted, node, name, scope)) return [];
  const found = optionsOf(wanted).filter((kind) => canFit(left, kind) && canFit(right, kind));
  if (found.length === 0) {
    const message = `${name} gets ${describeType(left)} and ${describeType(right)}; both must be of one type.`;
    scope.report('template-type', node, message);
  }
  return found;
}

function sumOf(kind: Type, left: Type, right: Type): Type {
  if (kind.kind === 'array') return arrayOf(union([left, right].map((side) => generalise(itemsOf(side)))));
  return kind.kind === 'number' && isInteger(left) && isInteger(right) ? INTEGER : kind;
}

function isInteger(type: Type): boolean {
  const general = generalise(type);
  return general.kind === 'number' && general.integer;
}

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
