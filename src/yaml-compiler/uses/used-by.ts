import type { Compilation } from '../compilation.ts';
import { BLANK } from '../spec/blanks.ts';
import type { UsedSpec } from './used-specs.ts';

/** The specs that a spec's nodes use, by id: those that compile. */
export function usedBy({ spec, used }: Compilation): Map<string, UsedSpec> {
  const found = new Map<string, UsedSpec>();
  for (const node of Object.values(spec.nodes)) {
    const work = node.type === 'fan_out' ? node.task : node;
    const outcome = 'uses' in work && work.uses !== BLANK ? used(work.uses) : undefined;
    if ('uses' in work && outcome?.spec) found.set(work.uses, outcome.spec);
  }
  return found;
}

export function heightAbove(used: ReadonlyMap<string, UsedSpec>): number {
  return 1 + Math.max(0, ...[...used.values()].map(({ height }) => height));
}
