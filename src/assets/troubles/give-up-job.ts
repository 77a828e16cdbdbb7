import type pg from 'pg';
import { withTransaction } from '../../db/transaction.ts';
import type { Fault } from '../../plan/fault.ts';
import type { JobReport } from '../../plan/job.ts';
import type { JsonObject } from '../../plan/json.ts';
import { type Actor, appendEvents } from '../events.ts';
import { takeInJobReport } from '../record-job-report.ts';

/**
 * Ends a job, as failed, that nothing can be done about: with all that is known of it in the trail, in the same transaction.
 *
 * @param record as much as could be found out
 * @returns false when the job has ended, or gone on to another attempt, meanwhile: nothing is written then
 */
export function giveUpJob(pool: pg.Pool, report: JobReport, record: JsonObject, actor: Actor): Promise<boolean> {
  return withTransaction(pool, async (client) => {
    const outcome = await takeInJobReport(client, report, actor);
    if (outcome !== 'recorded' && outcome !== 'superseded') return false;
    const { rows } = await client.query<JobPlace>(
      'SELECT platform_id, asset_id, ordinal FROM rhumbline.jobs WHERE job_id = $1',
      [report.job_id],
    );
    const fault = report.fault as Fault;
    const after = { code: fault.code, message: fault.message, attempt: report.attempt, ...record };
    await appendEvents(client, [{ ...rows[0], kind: 'Job:GivenUp', actor, job_id: report.job_id, after }]);
    await client.query('DELETE FROM rhumbline.job_troubles WHERE job_id = $1', [report.job_id]);
    return true;
  });
}

interface JobPlace {
  platform_id: string | null;
  asset_id: string | null;
  ordinal: number | null;
}
