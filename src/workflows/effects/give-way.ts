import { isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import { TAKE_TURN } from '../../plan/job.ts';

interface Turnstile {
  [TAKE_TURN](done: { units: number }): Promise<{ wait_ms: number }>;
}

/** It goes through the queue, where shares are fair, and ends the workflow task: those of other jobs come before the next one. */
const turnstile = proxyActivities<Turnstile>({
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '30s',
  summary: 'ask when to evaluate more',
  retry: { maximumAttempts: 1 },
});

/** Where nobody says: as long as would be asked of a run that is alone with it. */
const UNTOLD_MS = 1_000;

/** Lets others go first, for so long as the work of templates that was done since the last time asks for. */
export async function giveWay(units: number): Promise<void> {
  const wait_ms = await turnstile[TAKE_TURN]({ units }).then(
    (turn) => turn.wait_ms,
    (error: unknown) => {
      if (isCancellation(error)) throw error;
      return UNTOLD_MS;
    },
  );
  if (wait_ms > 0) await sleep(wait_ms);
}
