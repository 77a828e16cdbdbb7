import { Context } from '@temporalio/activity';
import type { Activity } from '../activity.ts';
import { takeTurnContract } from './contract.ts';
import { createTurnstile } from './turnstile.ts';

/** Turns are given out by each worker for itself, to each fairness key its share. */
export function createTakeTurn(): Activity<typeof takeTurnContract.input, typeof takeTurnContract.output> {
  const turnstile = createTurnstile();
  return {
    contract: takeTurnContract,
    async run({ units }) {
      const share = Context.current().info.priority?.fairnessKey ?? '';
      return { wait_ms: turnstile(share, units, Date.now()) };
    },
  };
}
