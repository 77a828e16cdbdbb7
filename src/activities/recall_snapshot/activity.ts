import type { z } from 'zod';
import type { JobSnapshot, RecallRequest } from '../../plan/job.ts';
import type { Activity } from '../activity.ts';
import { recallSnapshotContract } from './contract.ts';

export interface RecallSnapshotServices {
  /** From Temporal's history. undefined when it is not kept any more, or the run was of other work. */
  recallSnapshot(request: RecallRequest): Promise<JobSnapshot | undefined>;
}

type Output = z.input<typeof recallSnapshotContract.output>;

export function createRecallSnapshot(
  services: RecallSnapshotServices,
): Activity<typeof recallSnapshotContract.input, typeof recallSnapshotContract.output> {
  return {
    contract: recallSnapshotContract,
    async run(request, context) {
      const snapshot = await services.recallSnapshot(request);
      context.log.info({ before: request.before, known: snapshot !== undefined }, 'Snapshot:Recalled');
      return { snapshot: (snapshot ?? null) as Output['snapshot'] };
    },
  };
}
