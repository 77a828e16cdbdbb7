import type { Filter } from '../../plan/template/ast.ts';
import { FILTERS } from '../../plan/template/filters.ts';
import { FILTER_SIGNATURES } from './filter-types.ts';
import { expectType } from './operand-types.ts';
import { ANY_OBJECT, arrayOf, NUMBER, oneOf, STRING, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';

const KIND_TYPES = {
  string: STRING,
  number: NUMBER,
  array: arrayOf(UNKNOWN),
  object: ANY_OBJECT,
} as const satisfies Record<string, Type>;

/** The type of what a filter gives, having checked its operand and how many arguments it has. */
export function typeOfFilter(node: Filter, operand: Type, scope: TypeScope): Type {
  const signature = Object.hasOwn(FILTER_SIGNATURES, node.name) ? FILTER_SIGNATURES[node.name] : undefined;
  const arity = FILTERS[node.name]?.arity;
  if (!signature || !arity) {
    const hint = scope.hintFor(node.name, ['default', ...Object.keys(FILTERS)]);
    scope.report('unknown-filter', node.at, `There is no filter \`${node.name}\`.${hint}`);
    return UNKNOWN;
  }
  if (node.args.length < arity.min || node.args.length > arity.max) {
    const takes = arity.min === arity.max ? arity.min : `${arity.min} to ${arity.max}`;
    scope.report('template-type', node.at, `\`${node.name}\` takes ${takes} arguments, not ${node.args.length}.`);
  }
  const takes = signature.takes?.map((kind) => KIND_TYPES[kind]);
  if (takes) expectType(operand, oneOf(takes), node.at, `\`${node.name}\``, scope);
  return signature.gives(operand);
}
