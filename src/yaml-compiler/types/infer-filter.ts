import type { Filter } from '../../plan/template/ast.ts';
import { pathText } from '../../plan/template/evaluate.ts';
import { arityFault, FILTER_OUTLINES } from '../../plan/template/filters.ts';
import { isTruthy } from '../../plan/template/values.ts';
import { FILTER_SIGNATURES, type FilterSignature } from './filter-types.ts';
import { canFit } from './fits.ts';
import { typeOfField } from './infer-member.ts';
import { expectType } from './operand-types.ts';
import { optionsOf, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { itemsOf, union, withoutNull } from './union.ts';

/** The type of what a filter gives, having checked its operand and its arguments. */
export function typeOfFilter(node: Filter, operand: Type, args: readonly Type[], scope: TypeScope): Type {
  if (!Object.hasOwn(FILTER_OUTLINES, node.name)) {
    const hint = scope.hintFor(node.name, Object.keys(FILTER_OUTLINES));
    scope.report('unknown-filter', node.at, `There is no filter \`${node.name}\`.${hint}`);
    return UNKNOWN;
  }
  const fault = arityFault(node.name, args.length);
  if (fault) scope.report('template-type', node.at, `${fault}.`);
  const signature = FILTER_SIGNATURES[node.name];
  return signature ? applied(node, signature, operand, args, scope) : typeOfDefault(node, operand, args);
}

function applied(
  node: Filter,
  { takes = UNKNOWN, args: wanted = [], namesField, gives }: FilterSignature,
  operand: Type,
  args: readonly Type[],
  scope: TypeScope,
): Type {
  const name = `\`${node.name}\``;
  const isTaken = expectType(operand, takes, node.at, name, scope);
  for (const [index, arg] of node.args.entries()) {
    expectType(args[index] ?? UNKNOWN, wanted[index] ?? UNKNOWN, arg, name, scope);
  }
  if (!isTaken) return UNKNOWN;
  const taken = union(optionsOf(operand).filter((option) => canFit(option, takes)));
  return gives(taken, namesField ? typeOfNamedField(node, taken, scope) : UNKNOWN);
}

function typeOfNamedField({ operand, args }: Filter, taken: Type, scope: TypeScope): Type {
  const [name] = args;
  if (name?.kind !== 'literal' || typeof name.value !== 'string') return UNKNOWN;
  return typeOfField({ path: `${pathText(operand)}[…]`, property: name.value, at: name }, itemsOf(taken), scope);
}

function typeOfDefault({ args }: Filter, operand: Type, [fallback = UNKNOWN]: readonly Type[]): Type {
  const [, alsoFalsy] = args;
  const replacesNull = alsoFalsy?.kind === 'literal' && isTruthy(alsoFalsy.value);
  return union([replacesNull ? withoutNull(operand) : operand, fallback]);
}
