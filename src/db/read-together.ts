import { setTimeout as sleep } from 'node:timers/promises';
import DataLoader from 'dataloader';

/** A read that hangs does not hold up those behind it for longer. */
const LONGEST_WAIT_MS = 20;
const MOST = 200;

/**
 * Makes one query of the reads that come while the one before them is under way: under a load of small reads most of the work is
 * the round trips. What comes alone goes at once, and no answer is older than its question.
 *
 * @param readMany the values of the keys in their order, or an error in the place of one
 */
export function readTogether<K, V>(
  readMany: (keys: readonly K[]) => Promise<(V | Error)[]>,
  longest_wait_ms = LONGEST_WAIT_MS,
): (key: K) => Promise<V> {
  let underWay: Promise<unknown> = Promise.resolve();
  const read = (keys: readonly K[]) => {
    const reading = readMany(keys);
    underWay = reading.catch(() => {});
    return reading;
  };
  const loader = new DataLoader<K, V>(read, {
    cache: false,
    maxBatchSize: MOST,
    batchScheduleFn: (go) => void Promise.race([underWay, sleep(longest_wait_ms, undefined, { ref: false })]).then(go),
  });
  return (key) => loader.load(key);
}
