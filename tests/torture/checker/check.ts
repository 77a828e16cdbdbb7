import type { Evidence, Violation } from '../evidence.ts';
import { checkAcknowledged } from './acknowledged.ts';
import { checkJobs } from './jobs.ts';
import { checkLatest } from './latest.ts';
import { checkOrder } from './order.ts';
import { checkOrdinals } from './ordinals.ts';
import { checkReads } from './reads.ts';
import { checkTrail } from './trail.ts';

const CHECKS = [checkAcknowledged, checkOrder, checkReads, checkOrdinals, checkTrail, checkLatest, checkJobs];

/** Everything that is not as it must be. Pure: the same evidence has the same verdict, also read from a file later. */
export function check(evidence: Evidence): Violation[] {
  return CHECKS.flatMap((each) => each(evidence));
}
