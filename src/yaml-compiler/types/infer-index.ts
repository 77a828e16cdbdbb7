import type { Index } from '../../plan/template/ast.ts';
import { canBe } from './fits.ts';
import { describeType, INTEGER, oneOf, optionsOf, STRING, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { fieldsOf, itemsOf, union } from './union.ts';

const KEY = oneOf([INTEGER, STRING]);

/** The type of `owner[index]`: an array takes an integer, an object a string. What can be neither is reported. */
export function typeOfIndexed(node: Index, owner: Type, index: Type, scope: TypeScope): Type {
  const found = optionsOf(owner).flatMap((option) => {
    if (option.kind === 'array') return canBe(index, INTEGER) ? [itemsOf(option)] : [];
    if (option.kind === 'object') return canBe(index, STRING) ? [fieldsOf(option)] : [];
    return option.kind === 'unknown' && canBe(index, KEY) ? [UNKNOWN] : [];
  });
  if (found.length > 0) return union(found);
  const given = `${describeType(owner)} and ${describeType(index)}`;
  const message = `\`[…]\` takes an array and an integer, or an object and a string, not ${given}.`;
  scope.report('template-type', node, message);
  return UNKNOWN;
}
