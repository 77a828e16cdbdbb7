import type { JsonValue } from '../json.ts';
import type { Span } from './ast.ts';
import { TemplateError } from './error.ts';

/**
 * Work that templates may do, in units: an operation is one, and one more for each item, field or 32 characters that it has to look
 * at or to make. A unit takes some 20 to 100 nanoseconds, so the most that can be done between two turns of a worker is bounded.
 */
export const TEMPLATE_WORK = {
  /** One node's. */
  node: 3_000_000,
  /** One item's of a fan-out or a fan-in. */
  item: 100_000,
  /** Of all nodes of a job together, and of the items that do not go in chunks. */
  run: 10_000_000,
  /** Of what the compiler evaluates of one spec, since it is the same for every job. */
  spec: 4_000_000,
} as const;

const CHARACTERS_A_UNIT = 32;

/** Counts the work of templates, for a part and for the whole that it belongs to. */
export class Meter {
  private readonly of: keyof typeof TEMPLATE_WORK;
  private readonly whole: Meter | undefined;
  private left: number;

  constructor(of: keyof typeof TEMPLATE_WORK, whole?: Meter) {
    this.of = of;
    this.whole = whole;
    this.left = TEMPLATE_WORK[of];
  }

  /** For a part that has its own limit, beside this one. */
  part(of: keyof typeof TEMPLATE_WORK): Meter {
    return new Meter(of, this.whole ?? this);
  }

  get spent(): number {
    return TEMPLATE_WORK[this.of] - this.left;
  }

  /** Units that may still be spent here; the whole may have less. */
  get rest(): number {
    return this.left;
  }

  get isSpent(): boolean {
    return this.left < 0;
  }

  /** @throws TemplateError `template_limit` */
  spend(units: number, span: Span): void {
    this.left -= units;
    if (this.left < 0) throw new TemplateError('template_limit', this.message, span);
    this.whole?.spend(units, span);
  }

  private get message(): string {
    const limit = TEMPLATE_WORK[this.of].toLocaleString('en');
    return `The templates of one ${this.of} may do ${limit} units of work (operations, and items looked at); these would do more. Let a handler do such work.`;
  }
}

/** Units of looking at a value or making it, without what its members hold. */
export function sizeOf(value: JsonValue): number {
  if (typeof value === 'string') return Math.ceil(value.length / CHARACTERS_A_UNIT);
  if (value === null || typeof value !== 'object') return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** The same with all that its members hold, as far as it is not more than `most`: an expression may mention one value many times. */
export function deepSizeOf(value: JsonValue, most: number): number {
  if (value === null || typeof value !== 'object') return sizeOf(value);
  let size = 0;
  for (const member of Object.values(value)) {
    size += 1 + deepSizeOf(member, most - size);
    if (size > most) break;
  }
  return size;
}
