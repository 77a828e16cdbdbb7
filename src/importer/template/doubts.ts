import type { BinaryOperator, Expression } from '../../plan/template/ast.ts';
import { childrenOf } from '../../plan/template/walk.ts';
import type { TemplateNames } from './context.ts';

const OF_BOOLEANS: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in']);

/**
 * Where Python writes a value otherwise, as far as the template itself tells.
 *
 * @param inText whether there is text around the expression: there a value becomes text
 */
export function doubtsAbout(expression: Expression, inText: boolean, names: TemplateNames): string[] {
  const doubts: string[] = [];
  if (contains(expression, (node) => node.kind === 'filter' && node.name === 'round')) {
    doubts.push('`round` takes halves up, and took them to the even number (2.5 is 3, and was 2.0)');
  }
  if (!inText) return doubts;
  if (contains(expression, (node) => node.kind === 'binary' && node.operator === '/')) {
    doubts.push('a quotient without a fraction has no `.0` any more (6 / 2 is 3, and was 3.0)');
  }
  if (givesBoolean(expression, names)) doubts.push('true and false are written so, and were True and False');
  return doubts;
}

function contains(node: Expression, is: (node: Expression) => boolean): boolean {
  return is(node) || childrenOf(node).some((child) => contains(child, is));
}

function givesBoolean(node: Expression, names: TemplateNames): boolean {
  const gives = (part: Expression) => givesBoolean(part, names);
  if (node.kind === 'literal') return typeof node.value === 'boolean';
  if (node.kind === 'test') return true;
  if (node.kind === 'unary') return node.operator === 'not';
  if (node.kind === 'conditional') return gives(node.then) || gives(node.otherwise);
  if (node.kind === 'filter')
    return ['default', 'd', 'string'].includes(node.name) && [node.operand, ...node.args.slice(0, 1)].some(gives);
  if (node.kind === 'member') return isInput(node.object) && names.booleanInputs.has(node.property);
  if (node.kind !== 'binary') return false;
  if (['and', 'or', '~'].includes(node.operator)) return gives(node.left) || gives(node.right);
  return OF_BOOLEANS.has(node.operator);
}

function isInput(node: Expression): boolean {
  return node.kind === 'name' && node.name === 'inputs';
}
