import type { z } from 'zod';
import type { RunPlanInput } from '../../plan/job.ts';
import type { ScheduledSubmission } from '../../plan/scheduled.ts';
import type { Activity } from '../activity.ts';
import { recordScheduledContract } from './contract.ts';

export interface RecordScheduledServices {
  /** The asset service's operation; idempotent. undefined when there is no such schedule. */
  submitScheduledJob(submission: ScheduledSubmission): Promise<RunPlanInput | undefined>;
}

type Output = z.input<typeof recordScheduledContract.output>;

export function createRecordScheduled(
  services: RecordScheduledServices,
): Activity<typeof recordScheduledContract.input, typeof recordScheduledContract.output> {
  return {
    contract: recordScheduledContract,
    async run(submission, context) {
      const run = await services.submitScheduledJob(submission);
      context.log.info({ ...submission, job_id: run?.job_id ?? null }, 'Schedule:Submitted');
      return { run: (run ?? null) as Output['run'] };
    },
  };
}
