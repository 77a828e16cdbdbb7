import { forgetAnswers } from '../../assets/idempotency/forget-answers.ts';
import { type Repetition, repeat } from './repeat.ts';
import type { DomainServices } from './services.ts';

const INTERVAL_MS = 60_000;
/** More than come in a minute. */
const LIMIT = 10_000;

/** Removes what is kept under idempotency keys once its time is over. */
export function startAnswerSweeper({ pool, log }: Pick<DomainServices, 'pool' | 'log'>): Repetition {
  return repeat(async () => {
    try {
      const removed = await forgetAnswers(pool, LIMIT);
      if (removed > 0) log.info({ removed }, 'IdempotencyKeys:Removed');
    } catch (err) {
      log.warn({ err }, 'IdempotencyKeys:SweepFailed');
    }
  }, INTERVAL_MS);
}
