import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;

/** A connection to Temporal, however long that takes to come up: processes may start in any order. */
export async function connectPatiently(address: string, log: Logger): Promise<NativeConnection> {
  for (let wait = FIRST_DELAY_MS; ; wait = Math.min(MAX_DELAY_MS, wait * 2)) {
    try {
      return await NativeConnection.connect({ address });
    } catch (err) {
      log.warn({ err, address, retry_in_ms: wait }, 'Temporal:Unreachable');
      await delay(wait);
    }
  }
}
