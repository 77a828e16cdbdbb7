/**
 * What must have been chosen for a node to run: for each conditional above it, the branches that lead to it. A conditional
 * that is not there does not matter.
 */
export type Arms = ReadonlyMap<string, ReadonlySet<string>>;

export const NO_ARMS: Arms = new Map();

/** For a node that needs all of these: a branch must lead to each. */
export function bothArms(left: Arms, right: Arms): Arms {
  const merged = new Map(left);
  for (const [conditional, branches] of right) {
    const before = merged.get(conditional);
    merged.set(conditional, before ? new Set([...before].filter((name) => branches.has(name))) : branches);
  }
  return merged;
}

/** For a node that needs one of these: only what matters to every one of them matters. */
export function eitherArms(left: Arms, right: Arms): Arms {
  const common = [...left].filter(([conditional]) => right.has(conditional));
  return new Map(
    common.map(([conditional, branches]) => [conditional, new Set([...branches, ...(right.get(conditional) ?? [])])]),
  );
}

/** No choice of branches runs both. */
export function areExclusive(left: Arms, right: Arms): boolean {
  return [...left].some(([conditional, branches]) => {
    const others = right.get(conditional);
    return others !== undefined && ![...branches].some((name) => others.has(name));
  });
}

/** Whether one that needs `inner` runs whenever one that needs `outer` runs. */
export function isImplied(inner: Arms, outer: Arms): boolean {
  return [...inner].every(([conditional, branches]) => {
    const chosen = outer.get(conditional);
    return chosen !== undefined && [...chosen].every((name) => branches.has(name));
  });
}

const MOST_CHOICES = 4_096;

/** Whether every choice of branches runs at least one. False where there are too many choices to look at. */
export function coverAll(candidates: readonly Arms[], branchesOf: (conditional: string) => readonly string[]): boolean {
  const conditionals = [...new Set(candidates.flatMap((arms) => [...arms.keys()]))];
  const total = conditionals.reduce((count, conditional) => count * branchesOf(conditional).length, 1);
  if (total === 0 || total > MOST_CHOICES) return false;
  for (let choice = 0; choice < total; choice++) {
    let rest = choice;
    const picked = new Map<string, string>();
    for (const conditional of conditionals) {
      const branches = branchesOf(conditional);
      picked.set(conditional, branches[rest % branches.length] as string);
      rest = Math.floor(rest / branches.length);
    }
    const runs = (arms: Arms) => [...arms].every(([conditional, names]) => names.has(picked.get(conditional) ?? ''));
    if (!candidates.some(runs)) return false;
  }
  return true;
}
