import type { FindingSink } from '../finding.ts';
import { areExclusive } from './arms.ts';
import type { Parent } from './joins.ts';

/** Tells what became of a node's parents. */
export class JoinFindings {
  private readonly sink: FindingSink;
  private readonly newId: (id: string) => string;

  constructor(sink: FindingSink, newId: (id: string) => string) {
    this.sink = sink;
    this.newId = newId;
  }

  armsJoined(id: string, parents: readonly Parent[], offset: number): void {
    if (parents.length === 0) return;
    const what = `waited for ${this.named(parents)}, of which no choice of branches runs all: now for any_of them.`;
    this.report('arms-joined', id, offset, what);
  }

  anyOf(id: string, parents: readonly Parent[]): void {
    const first = parents[0];
    if (!first || areApart(parents)) return;
    const what = `starts when one of ${this.named(parents)} has completed and the others are settled.`;
    this.report('any-of-waits', id, first.offset, what);
  }

  optional(id: string, parents: readonly Parent[], role: 'any_of' | 'settled'): void {
    const first = parents[0];
    if (!first) return;
    const meaning = {
      any_of: 'now it runs when at least one of any_of has completed.',
      settled: 'now it runs after that whatever it comes to, also when it fails (which fails the job all the same).',
    };
    const what = `had ${this.named(parents)} as optional: ${meaning[role]}`;
    this.report('optional-parent', id, first.offset, what);
  }

  /** There each is one that need not complete anyway. */
  optionalAmongAny(id: string, parents: readonly Parent[]): void {
    const first = parents[0];
    if (!first) return;
    const what = `had ${this.named(parents)} as optional in any_of: the \`?\` is left out, and it runs when at least one of any_of has completed.`;
    this.report('optional-alternative', id, first.offset, what);
  }

  mentioned(id: string, parents: readonly Parent[], role: 'any_of' | 'settled', offset: number): void {
    if (parents.length === 0) return;
    const what = `uses ${this.named(parents)} if there, which makes it a parent: as ${role} it does not have to run.`;
    this.report('optional-parent', id, offset, what);
  }

  demanded(id: string, parents: readonly Parent[], offset: number): void {
    if (parents.length === 0) return;
    const what = `uses ${this.named(parents)}, which may not run: without a default it is skipped then.`;
    this.report('mention-demands', id, offset, what);
  }

  private report(code: Parameters<FindingSink['report']>[0], id: string, offset: number, what: string): void {
    this.sink.report(code, offset, `\`${this.newId(id)}\` ${what}`, this.newId(id));
  }

  private named(parents: readonly Parent[]): string {
    return parents.map((parent) => `\`${this.newId(parent.id)}\``).join(', ');
  }
}

/** No choice of branches runs two of them. */
export function areApart(parents: readonly Parent[]): boolean {
  return parents.every((one) => parents.every((other) => one === other || areExclusive(one.arms, other.arms)));
}
