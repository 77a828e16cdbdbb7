import type { Fault } from './fault.ts';

/** Temporal's names of the timeouts that an activity may run into. */
export const TIMEOUTS = ['START_TO_CLOSE', 'SCHEDULE_TO_START', 'SCHEDULE_TO_CLOSE', 'HEARTBEAT'] as const;
export type Timeout = (typeof TIMEOUTS)[number];

/** What each of them is to users, whether Temporal keeps the time or a chunk does for its items. */
export const TIMEOUT_FAULTS: Readonly<Record<Timeout, Fault>> = {
  START_TO_CLOSE: { code: 'timeout_start_to_close', message: 'The work took longer than its timeout.' },
  SCHEDULE_TO_START: { code: 'timeout_schedule_to_start', message: 'No worker took the work in time.' },
  SCHEDULE_TO_CLOSE: { code: 'timeout_schedule_to_close', message: 'The work and its retries took too long.' },
  HEARTBEAT: { code: 'timeout_heartbeat', message: 'The worker was lost: it stopped sending signs of life.' },
};
