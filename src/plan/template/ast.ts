import type { JsonPrimitive } from '../json.ts';

/** Offsets into the template's source text, so that a diagnostic can point at the very name. */
export interface Span {
  start: number;
  end: number;
}

export type Expression =
  | Literal
  | ArrayLiteral
  | ObjectLiteral
  | Name
  | Member
  | Index
  | Unary
  | Binary
  | Conditional
  | Filter
  | Test
  | Call;

export interface Literal extends Span {
  kind: 'literal';
  value: JsonPrimitive;
}
export interface ArrayLiteral extends Span {
  kind: 'array';
  items: Expression[];
}
export interface ObjectLiteral extends Span {
  kind: 'object';
  entries: { key: string; value: Expression }[];
}
export interface Name extends Span {
  kind: 'name';
  name: string;
}
/** `object.property` and `object["property"]` */
export interface Member extends Span {
  kind: 'member';
  object: Expression;
  property: string;
  /** Where the property's name stands. */
  at: Span;
}
/** `object[expression]` */
export interface Index extends Span {
  kind: 'index';
  object: Expression;
  index: Expression;
}
export interface Unary extends Span {
  kind: 'unary';
  operator: UnaryOperator;
  operand: Expression;
}
export interface Binary extends Span {
  kind: 'binary';
  operator: BinaryOperator;
  left: Expression;
  right: Expression;
}
/** `then if test else otherwise` */
export interface Conditional extends Span {
  kind: 'conditional';
  test: Expression;
  then: Expression;
  otherwise: Expression;
}
/** `operand | name(args)` */
export interface Filter extends Span {
  kind: 'filter';
  operand: Expression;
  name: string;
  args: Expression[];
  /** Where the filter's name stands. */
  at: Span;
}
/** `operand is name` and `operand is not name` */
export interface Test extends Span {
  kind: 'test';
  operand: Expression;
  name: string;
  negated: boolean;
  at: Span;
}
/** `name(args)`: one of the few functions. */
export interface Call extends Span {
  kind: 'call';
  name: string;
  args: Expression[];
}

export type UnaryOperator = 'not' | '-' | '+';
export type BinaryOperator =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not in'
  | '+'
  | '-'
  | '~'
  | '*'
  | '/'
  | '//'
  | '%'
  | '**';

/** A parsed template: text with expressions in it. */
export interface Template {
  parts: TemplatePart[];
  /** The one expression, where there is nothing else but white space: its value keeps its native type. */
  whole: Expression | undefined;
}

export type TemplatePart = { kind: 'text'; text: string } | { kind: 'expression'; expression: Expression };
