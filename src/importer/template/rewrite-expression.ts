import type { Expression, Filter, Member, Name, Test } from '../../plan/template/ast.ts';
import { TEST_NAMES } from '../../plan/template/evaluate.ts';
import { FILTER_OUTLINES } from '../../plan/template/filters.ts';
import { childrenOf } from '../../plan/template/walk.ts';
import { ownOf } from '../own.ts';
import type { LocalNames, TemplateNames } from './context.ts';

/** A use of something that the language does not have. */
export class NotCarried extends Error {}

const FILTER_NAMES: Readonly<Record<string, string>> = { d: 'default', count: 'length' };
/** What they do is done by native types: a value is a list already. */
const NEEDLESS_FILTERS = new Set(['list', 'safe']);
const TEST_RENAMES: Readonly<Record<string, string>> = { sequence: 'array', iterable: 'array', null: 'none' };
const EQUALITY_TESTS = new Set<unknown>(['equalto', 'eq', '==']);

/** Writes expressions of one template anew: the text between what changes stays as the author wrote it. */
export class ExpressionRewriter {
  private readonly source: string;
  private readonly names: TemplateNames;
  private readonly locals: LocalNames;

  constructor(source: string, names: TemplateNames, locals: LocalNames) {
    this.source = source;
    this.names = names;
    this.locals = locals;
  }

  /** @throws NotCarried */
  rewrite(node: Expression): string {
    if (node.kind === 'name') return this.rewriteName(node);
    if (node.kind === 'member') return this.rewriteMember(node);
    if (node.kind === 'filter') return this.rewriteFilter(node);
    if (node.kind === 'test') return this.rewriteTest(node);
    if (node.kind === 'call' && node.name !== 'range') throw new NotCarried(`there is no function \`${node.name}\``);
    return this.around(node);
  }

  /** `inputs.x`, where x is an input that may not be given. */
  isOptionalInput(node: Expression): boolean {
    const isInput = node.kind === 'member' && node.object.kind === 'name' && node.object.name === 'inputs';
    return isInput && this.names.optionalInputs.has(node.property);
  }

  /** The node's own text with its children written anew. */
  private around(node: Expression): string {
    let text = '';
    let position = node.start;
    for (const child of childrenOf(node)) {
      text += this.source.slice(position, child.start) + this.rewrite(child);
      position = child.end;
    }
    return text + this.source.slice(position, node.end);
  }

  private rewriteName(node: Name): string {
    if (['inputs', 'nodes', ...this.locals].includes(node.name)) return node.name;
    throw new NotCarried(`\`${node.name}\` is not a name that templates see here`);
  }

  private rewriteMember(node: Member): string {
    const root = node.object.kind === 'name' ? node.object.name : undefined;
    const renamed = root === 'inputs' ? this.names.inputs : root === 'nodes' ? this.names.nodes : undefined;
    if (renamed === undefined) return this.around(node);
    const name = renamed.get(node.property);
    if (name !== undefined) return name === node.property ? this.around(node) : `${root}.${name}`;
    throw new NotCarried(`there is no \`${root}.${node.property}\` any more`);
  }

  private rewriteFilter(node: Filter): string {
    const operand = this.rewrite(node.operand);
    const between = this.source.slice(node.operand.end, node.at.start);
    if (NEEDLESS_FILTERS.has(node.name)) return operand + between.slice(0, between.lastIndexOf('|')).trimEnd();
    const name = ownOf(FILTER_NAMES, node.name) ?? node.name;
    if (!Object.hasOwn(FILTER_OUTLINES, name)) throw new NotCarried(`there is no filter \`${name}\``);
    if (name === 'default') return this.rewriteDefault(node, operand, between);
    return operand + between + name + this.argumentsOf(node);
  }

  /** An input that is not given was undefined and is null now, which only `default(…, true)` replaces. */
  private rewriteDefault(node: Filter, operand: string, between: string): string {
    const [fallback, ...rest] = node.args;
    // Alone it is an empty text.
    const written = fallback ? this.rewrite(fallback) : "''";
    if (rest.length > 0 || !this.isOptionalInput(node.operand) || between.includes(')')) {
      return `${operand}${between}default${fallback ? this.argumentsOf(node) : `(${written})`}`;
    }
    return `(${operand} if ${operand} is not none else ${written})`;
  }

  /** `selectattr('kind', 'equalto', 'x')` is `selectattr('kind', 'x')`. */
  private argumentsOf(node: Filter): string {
    const [, test] = node.args;
    const isAttributeTest = ['selectattr', 'rejectattr'].includes(node.name) && node.args.length === 3;
    if (isAttributeTest && test?.kind === 'literal' && EQUALITY_TESTS.has(test.value)) {
      const [field, , value] = node.args as [Expression, Expression, Expression];
      return `(${this.rewrite(field)}, ${this.rewrite(value)})`;
    }
    const arity = ownOf(FILTER_OUTLINES, ownOf(FILTER_NAMES, node.name) ?? node.name)?.arity;
    if (arity && node.args.length > arity.max) throw new NotCarried(`\`${node.name}\` takes fewer arguments`);
    if (node.args.length === 0) return '';
    return `(${node.args.map((argument) => this.rewrite(argument)).join(', ')})`;
  }

  private rewriteTest(node: Test): string {
    const operand = this.rewrite(node.operand);
    const definedness = node.name === 'defined' || node.name === 'undefined';
    if (definedness && this.isOptionalInput(node.operand)) {
      const isGiven = (node.name === 'defined') !== node.negated;
      return `${operand} is ${isGiven ? 'not none' : 'none'}`;
    }
    const name = ownOf(TEST_RENAMES, node.name) ?? node.name;
    if (!TEST_NAMES.some((known) => known === name)) throw new NotCarried(`there is no test \`is ${node.name}\``);
    return operand + this.source.slice(node.operand.end, node.at.start) + name;
  }
}
