import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import type { JobReport } from '../plan/job.ts';
import { type Actor, appendEvents, capitalized, type NewEvent } from './events.ts';
import { type LockedJob, lockJob } from './job-report/lock-job.ts';
import { updateJob } from './job-report/update-job.ts';
import { cancelOpenNodes, type NodeChange, updateNodes } from './job-report/update-nodes.ts';
import { updateVersion } from './job-report/update-version.ts';
import { hasEnded, JOB_TRANSITIONS } from './states.ts';
import { appendNodeEntries } from './timeline/append-node-entries.ts';
import { notifyJobs } from './timeline/notify-job.ts';

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
      report.sequence > job.report_sequence
        ? await recordJob(client, job, report, events, changedNodes, actor)
        : 'late';
    // Of what happened at one time, in the order in which it is told: that a job runs, its nodes, that it has ended.
    await appendEvents(client, events.filter(tellsOfBeginning));
    await appendNodeEntries(client, report, changedNodes);
    await appendEvents(
      client,
      events.filter((event) => !tellsOfBeginning(event)),
    );
    await notifyJobs(client, [job.job_id]);
    return outcome;
  });
}

async function recordJob(
  client: pg.PoolClient,
  job: LockedJob,
  report: JobReport,
  events: NewEvent[],
  changes: NodeChange[],
  actor: Actor,
): Promise<ReportOutcome> {
  const began = await updateJob(client, report);
  // By the clock that the nodes' times are of.
  const at = report.at === undefined ? {} : { occurred_at: report.at };
  if (hasEnded(report.state)) {
    const cancelled = await cancelOpenNodes(client, job.job_id);
    changes.push(...cancelled);
    events.push(...cancelled.map((change) => nodeEvent(job, change, actor)));
  }
  const jobs = jobEvents(job, report, actor);
  events.push(
    ...jobs.map((event) => ({ ...event, ...at, ...(tellsOfBeginning(event) ? { occurred_at: began } : {}) })),
  );
  if (job.version === null) return 'recorded';
  if (!job.version.is_current) return 'superseded';
  const state = await updateVersion(client, job.version, report);
  if (state !== undefined && state !== 'queued') {
    events.push({
      ...subjectOf(job, actor),
      ...at,
      kind: `AssetVersion:${capitalized(state)}`,
      before: { processing_state: job.version.processing_state },
      after: { processing_state: state },
    });
  }
  return 'recorded';
}

/** An attempt begins with its first node, which is told of some time later. */
function tellsOfBeginning({ kind }: NewEvent): boolean {
  return kind === 'Job:Running';
}

function jobEvents(job: LockedJob, report: JobReport, actor: Actor): NewEvent[] {
  const about = subjectOf(job, actor);
  const events: NewEvent[] = [];
  if (report.state !== job.state && report.state !== 'pending') {
    const after = { state: report.state, ...(report.fault ? { code: report.fault.code } : {}) };
    events.push({ ...about, kind: `Job:${capitalized(report.state)}`, before: { state: job.state }, after });
  }
  if (report.is_paused !== job.is_paused && !hasEnded(report.state)) {
    const kind = report.is_paused ? 'Job:Paused' : 'Job:Resumed';
    events.push({ ...about, kind, before: { is_paused: job.is_paused }, after: { is_paused: report.is_paused } });
  }
  return events;
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
