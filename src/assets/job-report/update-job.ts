import type pg from 'pg';
import { storableJson } from '../../db/storable-json.ts';
import type { JobReport } from '../../plan/job.ts';
import { hasEnded } from '../states.ts';

/**
 * Writes the job's own row, its nodes' being written. Percent never goes back within an attempt, and 100 is for jobs that
 * completed. The attempt begins with its first node.
 */
export async function updateJob(client: pg.PoolClient, report: JobReport): Promise<void> {
  const ended = hasEnded(report.state);
  await client.query(
    `WITH began AS (
       SELECT COALESCE(attempt_started_at, (
         SELECT min(node.started_at) FROM rhumbline.job_nodes AS node
         WHERE node.job_id = $1 AND (attempt = 1 OR node.started_at >= attempt_at)), now()) AS at
       FROM rhumbline.jobs WHERE job_id = $1),
     reached AS (
       SELECT CASE WHEN $2 = 'completed' THEN 100 ELSE LEAST(99, GREATEST(percent, $4::real)) END AS percent
       FROM rhumbline.jobs WHERE job_id = $1)
     UPDATE rhumbline.jobs AS job
     SET state = $2::text, report_sequence = $3, is_paused = $8,
         percent = reached.percent,
         percent_at = CASE WHEN job.percent = reached.percent THEN percent_at ELSE now() END,
         result = $5, error = $6,
         started_at = CASE WHEN $2 = 'pending' THEN started_at ELSE COALESCE(started_at, began.at) END,
         attempt_started_at = CASE WHEN $2 = 'pending' THEN attempt_started_at ELSE began.at END,
         ended_at = CASE WHEN $7::boolean THEN now() END
     FROM began, reached
     WHERE job_id = $1`,
    [
      ...[report.job_id, report.state, report.sequence, report.percent],
      ...[storableJson(report.result), storableJson(report.fault), ended, report.is_paused && !ended],
    ],
  );
}
