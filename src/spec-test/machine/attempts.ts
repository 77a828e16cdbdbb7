import { type Fault, FaultError } from '../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import type { RetryPolicy, TaskWork, Timeouts } from '../../plan/plan.ts';
import { retryDelay } from '../../plan/retry.ts';
import { TIMEOUT_FAULTS, type Timeout } from '../../plan/timeout-fault.ts';
import type { JobRecord } from './job-record.ts';
import type { Contracts, StandIns } from './reply.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What all attempts of a job's work need. */
export interface Bench {
  clock: VirtualClock;
  contracts: Contracts;
  standIns: StandIns;
  record: JobRecord;
}

export interface Work {
  node_id: string;
  key: string | null;
  handler: string;
  params: JsonObject;
  timeouts: Timeouts;
  /** Milliseconds since the epoch: the end of its schedule-to-close timeout. */
  deadline: number | undefined;
}

export type Ending =
  | { kind: 'completed'; output: JsonValue }
  | { kind: 'failed'; fault: Fault; retryable: boolean; timeout: Timeout | null };

/** One attempt, held to its contract and its timeouts as a worker holds it. */
export async function attempt(work: Work, bench: Bench): Promise<Ending> {
  const { clock, record } = bench;
  const call = record.called(work, clock.now);
  const ending = await settle(work, call.attempt, bench);
  record.returned(call, clock.now, ending);
  return ending;
}

async function settle(work: Work, attempt: number, { clock, contracts, standIns }: Bench): Promise<Ending> {
  const { node_id, key, handler } = work;
  let params: JsonObject;
  try {
    params = contracts.input(handler, work.params);
  } catch (error) {
    return violation(error);
  }
  const reply = standIns.task({ node_id, key, handler, params, attempt });
  const limit = limitOf(work, clock.now);
  if (reply.takes_ms > limit.ms) {
    await clock.sleep(limit.ms);
    return { kind: 'failed', fault: TIMEOUT_FAULTS[limit.timeout], retryable: true, timeout: limit.timeout };
  }
  await clock.sleep(reply.takes_ms);
  if (reply.kind === 'silence') throw reply.error;
  if (reply.kind === 'output') return { kind: 'completed', output: reply.output };
  return { kind: 'failed', fault: reply.fault, retryable: reply.retryable, timeout: null };
}

function violation(error: unknown): Ending {
  if (!(error instanceof FaultError)) throw error;
  return { kind: 'failed', fault: error.fault, retryable: error.retryable, timeout: null };
}

function limitOf({ timeouts, deadline }: Work, now: number): { ms: number; timeout: Timeout } {
  const left = deadline === undefined ? Number.POSITIVE_INFINITY : deadline - now;
  return left < timeouts.start_to_close_ms
    ? { ms: left, timeout: 'SCHEDULE_TO_CLOSE' }
    : { ms: timeouts.start_to_close_ms, timeout: 'START_TO_CLOSE' };
}

type Failed = Extract<Ending, { kind: 'failed' }>;

/** What follows a failed attempt: another one, or the end with this fault. As Temporal has it, and the chunks of items. */
export function afterFailure(
  { fault, retryable, timeout }: Failed,
  policy: RetryPolicy,
  { attempts, now, deadline }: { attempts: number; now: number; deadline: number | undefined },
): { wait_ms: number } | { fault: Fault } {
  const isLast = !retryable || attempts >= policy.max_attempts || policy.non_retryable.includes(fault.code);
  if (isLast || timeout === 'SCHEDULE_TO_CLOSE') return { fault };
  const wait_ms = retryDelay(policy, attempts);
  if (deadline === undefined || now + wait_ms < deadline) return { wait_ms };
  // What has timed out and cannot be tried again in time has used up the time for all attempts.
  return { fault: timeout === null ? fault : TIMEOUT_FAULTS.SCHEDULE_TO_CLOSE };
}

/** A handler's work with all its attempts. @throws FaultError */
export async function runAttempts(
  { node_id, key, work }: { node_id: string; key: string | null; work: TaskWork },
  bench: Bench,
): Promise<JsonValue> {
  const { handler, params, timeouts, retry } = work;
  const { clock } = bench;
  const { schedule_to_close_ms } = timeouts;
  const deadline = schedule_to_close_ms === undefined ? undefined : clock.now + schedule_to_close_ms;
  for (let attempts = 1; ; attempts++) {
    const ending = await attempt({ node_id, key, handler, params, timeouts, deadline }, bench);
    if (ending.kind === 'completed') return ending.output;
    const next = afterFailure(ending, retry, { attempts, now: clock.now, deadline });
    if ('fault' in next) throw new FaultError(next.fault);
    await clock.sleep(next.wait_ms);
  }
}
