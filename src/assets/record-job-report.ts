import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import type { JobReport } from '../plan/job.ts';
import { type Actor, appendEvents, capitalized, type NewEvent } from './events.ts';
import { type LockedJob, lockJob } from './job-report/lock-job.ts';
import { updateJob } from './job-report/update-job.ts';
import { cancelOpenNodes, type NodeChange, updateNodes } from './job-report/update-nodes.ts';
import { updateVersion } from './job-report/update-version.ts';
import { hasEnded, JOB_TRANSITIONS } from './states.ts';

/**
 * What became of a report: taken in; taken in for the job alone, as its version has moved on to another job; come
 * after a later one, so that only its nodes counted; about another attempt; about a job that has ended or never was.
 */
export type ReportOutcome = 'recorded' | 'superseded' | 'late' | 'other_attempt' | 'job_ended' | 'unknown_job';

const WORKER: Actor = { name: 'worker', request_id: null };

/**
 * Takes in what the interpreter (or the reconciler) says of a job: job, nodes, version, events, in one transaction.
 * The same report twice is recorded once; one about a job that has ended changes nothing.
 */
export function recordJobReport(pool: pg.Pool, report: JobReport, actor: Actor = WORKER): Promise<ReportOutcome> {
  return withTransaction(pool, async (client) => {
    const job = await lockJob(client, report.job_id);
    if (job === undefined) return 'unknown_job';
    if (report.attempt !== job.attempt) return 'other_attempt';
    if (!JOB_TRANSITIONS[job.state].includes(report.state)) return hasEnded(job.state) ? 'job_ended' : 'late';
    const changedNodes = await updateNodes(client, job.job_id, report.sequence, report.nodes);
    const events = changedNodes.map((change) => nodeEvent(job, change, actor));
    const outcome =
      report.sequence > job.report_sequence ? await recordJob(client, job, report, events, actor) : 'late';
    await appendEvents(client, events);
    return outcome;
  });
}

async function recordJob(
  client: pg.PoolClient,
  job: LockedJob,
  report: JobReport,
  events: NewEvent[],
  actor: Actor,
): Promise<ReportOutcome> {
  await updateJob(client, report);
  if (hasEnded(report.state)) {
    const cancelled = await cancelOpenNodes(client, job.job_id);
    events.push(...cancelled.map((change) => nodeEvent(job, change, actor)));
  }
  if (report.state !== job.state && report.state !== 'pending') {
    events.push({
      ...subjectOf(job, actor),
      kind: `Job:${capitalized(report.state)}`,
      before: { state: job.state },
      after: { state: report.state, ...(report.fault ? { code: report.fault.code } : {}) },
    });
  }
  if (job.version === null) return 'recorded';
  if (!job.version.is_current) return 'superseded';
  const state = await updateVersion(client, job.version, report);
  if (state !== undefined && state !== 'queued') {
    events.push({
      ...subjectOf(job, actor),
      kind: `AssetVersion:${capitalized(state)}`,
      before: { processing_state: job.version.processing_state },
      after: { processing_state: state },
    });
  }
  return 'recorded';
}

function nodeEvent(job: LockedJob, change: NodeChange, actor: Actor): NewEvent {
  return {
    ...subjectOf(job, actor),
    kind: `Node:${capitalized(change.after)}`,
    node_id: change.node_id,
    before: { state: change.before },
    after: { state: change.after },
  };
}

function subjectOf(job: LockedJob, actor: Actor): Omit<NewEvent, 'kind'> {
  const version = job.version;
  return {
    actor,
    job_id: job.job_id,
    platform_id: version?.platform_id ?? null,
    asset_id: version?.asset_id ?? null,
    ordinal: version?.ordinal ?? null,
  };
}
