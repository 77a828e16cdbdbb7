import type { NodeState } from './job.ts';
import { isSettled } from './settled.ts';

/** A parent, as one of its children sees it. */
export interface SeenParent {
  id: string;
  state: NodeState;
  /** Whether it may yet come to be skipped: what runs cannot. */
  mayBeSkipped: boolean;
  /** Why it counts as skipped, where its own state does not say. */
  note: string | null;
}

/** Undefined as long as nothing is decided. */
export type Verdict = { start: true } | { start: false; state: 'skipped' | 'cancelled'; note: string } | undefined;

/**
 * What becomes of a node by its parents: those that it needs all of, those that it needs one of, and those that it only waits for.
 *
 * Skipped goes before cancelled, whichever parent is first: what becomes of a node never hangs on who is faster. So a node that cannot
 * run any more is cancelled once nothing can skip it.
 */
export function judgeJoin(
  needed: readonly SeenParent[],
  either: readonly SeenParent[],
  awaited: readonly SeenParent[],
): Verdict {
  const blocked = judgeSkip(needed, either) ?? judgeCancel(needed, either);
  if (blocked) return blocked;
  return [...needed, ...either, ...awaited].every(({ state }) => isSettled(state)) ? { start: true } : undefined;
}

function isDead(state: NodeState): boolean {
  return state === 'failed' || state === 'cancelled';
}

function judgeSkip(needed: readonly SeenParent[], either: readonly SeenParent[]): Verdict {
  const skipped = needed.find(({ state }) => state === 'skipped');
  if (skipped) return { start: false, state: 'skipped', note: skipped.note ?? `${skipped.id} skipped` };
  if (either.length === 0 || either.some(({ state }) => state !== 'skipped')) return undefined;
  return { start: false, state: 'skipped', note: `${either.map(({ id }) => id).join(', ')} skipped` };
}

function judgeCancel(needed: readonly SeenParent[], either: readonly SeenParent[]): Verdict {
  const noneCompleted = either.every(({ state }) => isSettled(state) && state !== 'completed');
  const dead = [...needed, ...(noneCompleted ? either : [])].find(({ state }) => isDead(state));
  const mayBeSkipped =
    needed.some((parent) => parent.mayBeSkipped) ||
    (either.length > 0 && either.every((parent) => parent.mayBeSkipped || parent.state === 'skipped'));
  return dead && !mayBeSkipped ? { start: false, state: 'cancelled', note: `${dead.id} ${dead.state}` } : undefined;
}
