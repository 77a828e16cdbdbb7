import type { NodeState } from './job.ts';

/** States that a node does not leave. */
export const SETTLED_STATES = ['completed', 'failed', 'skipped', 'cancelled'] as const;
export type SettledState = (typeof SETTLED_STATES)[number];

export function isSettled(state: NodeState): state is SettledState {
  return (SETTLED_STATES as readonly NodeState[]).includes(state);
}
