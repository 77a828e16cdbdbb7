import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;

/** A connection to Temporal, however long it and the namespace take to come up: processes may start in any order. */
export async function connectPatiently(address: string, namespace: string, log: Logger): Promise<NativeConnection> {
  for (let wait = FIRST_DELAY_MS; ; wait = Math.min(MAX_DELAY_MS, wait * 2)) {
    try {
      return await connect(address, namespace);
    } catch (err) {
      log.warn({ err, address, namespace, retry_in_ms: wait }, 'Temporal:Unreachable');
      await delay(wait);
    }
  }
}

/** A worker ends where the server does not know its namespace, so it is asked for first. */
async function connect(address: string, namespace: string): Promise<NativeConnection> {
  const connection = await NativeConnection.connect({ address });
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
