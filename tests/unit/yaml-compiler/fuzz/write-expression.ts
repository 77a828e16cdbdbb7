import { FILTER_OUTLINES, type FilterOutline } from '../../../../src/plan/template/filters.ts';
import type { Random } from '../../../torture/random.ts';

const RECORD = '{"k": inputs.s, "m": inputs.i}';
const LEAVES = [
  ...(['inputs.s', 'inputs.i', 'inputs.n', 'inputs.b', 'inputs.o', 'inputs.a', 'inputs.sa', 'inputs.ia'] as const),
  ...(['inputs.ba', 'inputs.oa', 'inputs.os', 'inputs.oi', 'inputs.o.x', '"x"', '2', '1.5', 'true', 'none'] as const),
  ...['[inputs.i, 3]', '[inputs.s, "b"]', '[inputs.sa, inputs.sa]', RECORD, `[${RECORD}, ${RECORD}]`, 'range(2, 5)'],
] as const;
const OPERATORS = ['+', '-', '*', '/', '//', '%', '**', '~', '==', '<', '>=', 'in', 'not in'] as const;
const FIELDS = ['"k"', '"m"', '"x"'] as const;
const FILTER_NAMES = Object.keys(FILTER_OUTLINES) as [string, ...string[]];

/** An expression over the inputs in `sample-inputs.ts`, of any types, right or wrong. */
export function writeExpression(random: Random, depth: number): string {
  return new Writer(random).expression(depth);
}

class Writer {
  private readonly random: Random;
  private decisions = 0;

  constructor(random: Random) {
    this.random = random;
  }

  expression(depth: number): string {
    if (depth === 0) return this.random.pick(LEAVES);
    const part = () => this.expression(this.random.below(depth));
    return this.random.pick([
      () => `(${part()} ${this.random.pick(OPERATORS)} ${part()})`,
      () => `(${this.deciding(this.random.pick(['i', 'os']))} ${this.random.pick(['and', 'or'])} ${part()})`,
      () => `(${part()} | ${this.filter(part)})`,
      () => `(${part()} | ${this.filter(part)})`,
      () => `(inputs.o.x | default(${part()}))`,
      () => `(${this.deciding('os')} | default(${part()}, true))`,
      () => `${part()}[${part()}]`,
      () => `(${this.random.pick(['-', 'not '])}${part()})`,
      () => `(${part()} if ${this.deciding('b')} else ${part()})`,
    ])();
  }

  private deciding(name: 'b' | 'i' | 'os'): string {
    this.decisions += 1;
    return `inputs.${name}${this.decisions - 1}`;
  }

  private filter(part: () => string): string {
    const name = this.random.pick(FILTER_NAMES);
    const { min, max } = (FILTER_OUTLINES[name] as FilterOutline).arity;
    // Seldom a number of arguments that it does not take. Whether `default` replaces anything is up to what it is given.
    const isOff = name === 'default' || this.random.below(8) === 0;
    const count = isOff ? this.random.pick([0, max + 1]) : min + this.random.below(max - min + 1);
    const args = Array.from({ length: count }, (_, index) => this.argument(name, index, part));
    return count === 0 ? name : `${name}(${args.join(', ')})`;
  }

  private argument(name: string, index: number, part: () => string): string {
    if (index === 0 && /map|attr/.test(name) && this.random.below(4) > 0) return this.random.pick(FIELDS);
    // What it would replace by is not looked at where there is nothing to replace.
    return name === 'replace' && index === 1 ? 'inputs.s' : part();
  }
}
