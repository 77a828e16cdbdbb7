import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from '../../assets/states.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { GatewayClient, JobProgress } from '../gateway-client/gateway-client.ts';

const BETWEEN_CONNECTIONS_MS = 1_000;
const PATIENCE_MS = 60_000;

/**
 * How far a job is, at each change until it has ended, which is told last. It is told as events; where there is no connection for
 * them (too many clients, a proxy that does not let them through, a gateway that restarts) it is asked for.
 *
 * @throws CliError where the gateway refuses, or is away for more than a minute; the signal's reason when aborted
 */
export async function* progressOf(
  gateway: GatewayClient,
  jobId: string,
  signal: AbortSignal,
): AsyncGenerator<JobProgress> {
  let told: string | undefined;
  for (;;) {
    try {
      for await (const event of gateway.followProgress(jobId, { told, signal })) {
        signal.throwIfAborted();
        if (event.kind === 'end') break;
        told = event.id;
        yield event.progress;
      }
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
    const progress = await patiently(() => gateway.progress(jobId), signal);
    yield progress;
    if (hasEnded(progress.state)) return;
    await sleep(BETWEEN_CONNECTIONS_MS, undefined, { signal });
  }
}

/** A gateway that restarts, or a database behind it, is waited for. */
export async function patiently<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!mayPass(error) || Date.now() > end) throw error;
      await sleep(BETWEEN_CONNECTIONS_MS, undefined, { signal });
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === EXIT.unreachable;
}
