import type { Client } from '@temporalio/client';

/** A request to Temporal that has no answer by then counts as failed. */
const RPC_DEADLINE_MS = 5_000;

export function withDeadline<T>(client: Client, call: () => Promise<T>, deadlineMs = RPC_DEADLINE_MS): Promise<T> {
  return client.connection.withDeadline(Date.now() + deadlineMs, call);
}
