import { FaultError } from '../plan/fault.ts';

/** Versions of a row, any of which is the right one. */
export type RowVersions = readonly number[];

/**
 * Optimistic locking: a change is made to what the caller has seen, or not at all.
 *
 * @param expected null where the caller takes it as it is
 * @throws FaultError `stale_if_match`
 */
export function refuseStale(what: string, rowVersion: number, expected: RowVersions | null | undefined): void {
  if (expected === null || expected === undefined || expected.includes(rowVersion)) return;
  throw new FaultError({
    code: 'stale_if_match',
    message: `${what} has changed since it was read: nothing was done. Read it again, and send the ETag that it has now.`,
  });
}
