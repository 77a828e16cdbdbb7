import type { JobReport } from '../../plan/job.ts';
import type { Activity } from '../activity.ts';
import { recordOutcomeContract } from './contract.ts';

export interface RecordOutcomeServices {
  /** The asset service's operation; idempotent. */
  recordJobReport(report: JobReport): Promise<string>;
}

export function createRecordOutcome(
  services: RecordOutcomeServices,
): Activity<typeof recordOutcomeContract.input, typeof recordOutcomeContract.output> {
  return {
    contract: recordOutcomeContract,
    async run(report, context) {
      const outcome = await services.recordJobReport(report as JobReport);
      context.log.info({ state: report.state, sequence: report.sequence, outcome }, 'Outcome:Recorded');
      return { outcome };
    },
  };
}
