import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { JOB_STATES, type JobReport, type JobState } from '../plan/job.ts';
import { type Actor, appendEvents, capitalized, type NewEvent } from './events.ts';
import { type LockedJob, lockJob } from './job-report/lock-job.ts';
import { updateJob } from './job-report/update-job.ts';
import { cancelOpenNodes, type NodeChange, updateNodes } from './job-report/update-nodes.ts';
import { updateVersion } from './job-report/update-version.ts';
import { hasEnded, JOB_TRANSITIONS, PROCESSING_STATE_OF_JOB } from './states.ts';
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
  return withTransaction(pool, (client) => takeInJobReport(client, report, actor));
}

/** The same, in a transaction that is there. */
export async function takeInJobReport(client: pg.PoolClient, report: JobReport, actor: Actor): Promise<ReportOutcome> {
  const job = await lockJob(client, report.job_id);
  if (job === undefined) return 'unknown_job';
  if (report.attempt !== job.attempt) return 'other_attempt';
  if (!JOB_TRANSITIONS[job.state].includes(report.state)) return hasEnded(job.state) ? 'job_ended' : 'late';
  const changes = await updateNodes(client, job.job_id, report.sequence, report.nodes, report.at);
  const isLate = report.sequence <= job.report_sequence;
  const { outcome, events } = isLate ? LATE : await recordJob(client, job, report, changes, actor);
  const nodeEvents = changes.map((change) => nodeEvent(job, change, actor));
  // In the order in which it happened: much of it is at the same millisecond.
  const [ends, before] = [events.filter(isEnd), events.filter((event) => !isEnd(event))];
  await appendEvents(client, [...before, ...nodeEvents]);
  await appendNodeEntries(client, report, changes);
  await appendEvents(client, ends);
  await notifyJobs(client, [job.job_id]);
  return outcome;
}

interface Recorded {
  outcome: ReportOutcome;
  events: NewEvent[];
}

const LATE: Recorded = { outcome: 'late', events: [] };

/** @param changes of nodes; those that end with the job are added */
async function recordJob(
  client: pg.PoolClient,
  job: LockedJob,
  report: JobReport,
  changes: NodeChange[],
  actor: Actor,
): Promise<Recorded> {
  await updateJob(client, report);
  if (hasEnded(report.state)) changes.push(...(await cancelOpenNodes(client, job.job_id)));
  const path = pathOf(job, report);
  const events = [...pauseEvents(job, report, actor), ...path.map((step) => jobEvent(job, step, report, actor))];
  if (job.version === null) return { outcome: 'recorded', events };
  if (!job.version.is_current) return { outcome: 'superseded', events };
  const isNew = (await updateVersion(client, job.version, report)) !== undefined;
  if (isNew) events.push(...path.flatMap((step) => versionEvents(job, step, actor)));
  return { outcome: 'recorded', events };
}

interface Step {
  before: JobState;
  after: JobState;
  occurred_at: string | undefined;
}

/** What a job went through since the last report, by the clock that the nodes' times are of: one that has ended quickly was running too. */
function pathOf(job: LockedJob, { state, at, started_at }: JobReport): Step[] {
  if (state === job.state || state === 'pending') return [];
  const ran = { before: job.state, after: 'running' as const, occurred_at: started_at ?? at };
  if (state === 'running') return [ran];
  if (job.state !== 'pending' || started_at === undefined)
    return [{ before: job.state, after: state, occurred_at: at }];
  return [ran, { before: 'running', after: state, occurred_at: at }];
}

function jobEvent(job: LockedJob, { before, after, occurred_at }: Step, { fault }: JobReport, actor: Actor): NewEvent {
  const code = fault && hasEnded(after) ? { code: fault.code } : {};
  return {
    ...subjectOf(job, actor),
    ...(occurred_at === undefined ? {} : { occurred_at }),
    kind: `Job:${capitalized(after as Exclude<JobState, 'pending'>)}`,
    before: { state: before },
    after: { state: after, ...code },
  };
}

function versionEvents(job: LockedJob, { before, after, occurred_at }: Step, actor: Actor): NewEvent[] {
  const [from, to] = [PROCESSING_STATE_OF_JOB[before], PROCESSING_STATE_OF_JOB[after]];
  if (to === 'queued' || (before === job.state && to === job.version?.processing_state)) return [];
  return [
    {
      ...subjectOf(job, actor),
      ...(occurred_at === undefined ? {} : { occurred_at }),
      kind: `AssetVersion:${capitalized(to)}`,
      before: { processing_state: from },
      after: { processing_state: to },
    },
  ];
}

/** A job that has ended may have been resumed since the last report; paused it cannot have been. */
function pauseEvents(job: LockedJob, report: JobReport, actor: Actor): NewEvent[] {
  const { is_paused, state, at, pause_changed_at = at } = report;
  if (is_paused === job.is_paused || (hasEnded(state) && is_paused)) return [];
  const when = pause_changed_at === undefined ? {} : { occurred_at: pause_changed_at };
  const about = { ...subjectOf(job, actor), ...when };
  const kind = is_paused ? 'Job:Paused' : 'Job:Resumed';
  return [{ ...about, kind, before: { is_paused: job.is_paused }, after: { is_paused } }];
}

const ENDS: ReadonlySet<string> = new Set(
  JOB_STATES.filter(hasEnded).flatMap((state) => [
    `Job:${capitalized(state)}`,
    `AssetVersion:${capitalized(PROCESSING_STATE_OF_JOB[state])}`,
  ]),
);

function isEnd({ kind }: NewEvent): boolean {
  return ENDS.has(kind);
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
