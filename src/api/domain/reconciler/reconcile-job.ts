import type pg from 'pg';
import type { UnfinishedJob } from '../../../assets/claim-jobs-to-reconcile.ts';
import type { Actor } from '../../../assets/events.ts';
import { readStartTerms } from '../../../assets/read-start-terms.ts';
import { recordJobReport } from '../../../assets/record-job-report.ts';
import { recordNews } from '../../../assets/record-news.ts';
import { recordStuck } from '../../../assets/record-stuck.ts';
import { supersedeJob } from '../../../assets/supersede-job.ts';
import type { Fault } from '../../../plan/fault.ts';
import type { JobReport } from '../../../plan/job.ts';
import { cancelCommittedJob } from '../cancel-committed-job.ts';
import type { DomainServices } from '../services.ts';
import { lookAtWorkflow, type WorkflowLook } from '../temporal/look-at-workflow.ts';
import { startJob } from '../temporal/start-job.ts';

export const RECONCILER: Actor = { name: 'reconciler', request_id: null };

/** What was done about a job: nothing, as it is in order; its workflow started; the job closed; its end asked for, as its version has a later job. */
export type Reconciliation = 'in_order' | 'started' | 'closed' | 'superseded';

/**
 * Brings one unfinished job and Temporal together.
 *
 * @throws whatever the client does when Temporal cannot be reached; nothing has changed then
 */
export async function reconcileJob(services: DomainServices, job: UnfinishedJob): Promise<Reconciliation> {
  const look = await lookAtWorkflow(services.temporal, job.job_id, job.attempt);
  if (look.kind === 'running') {
    // Whose worker died cannot tell: Temporal has noticed by the missing heartbeat.
    if (look.troubles.length > 0) await recordNews(services.pool, look.troubles);
    if (look.stuck) await tellStuck(services, job, look.stuck);
    const isNew = job.superseded && (await supersedeJob(services.pool, job.job_id, RECONCILER));
    if (job.cancel_requested || isNew) await cancelCommittedJob(services, job.job_id);
    return isNew ? 'superseded' : 'in_order';
  }
  if (look.kind === 'closed') return close(services.pool, job, endOf(look));
  if (job.state === 'running') return close(services.pool, job, failed(VANISHED));
  if (job.superseded) return close(services.pool, job, { state: 'cancelled', result: null, fault: SUPERSEDED });
  return start(services, job);
}

/** It may still go on, when what is wrong is mended: whether to end it is for people to say. */
async function tellStuck({ pool, log }: DomainServices, job: UnfinishedJob, fault: Fault): Promise<void> {
  const isNew = await recordStuck(pool, job, fault, RECONCILER);
  if (isNew) log.error({ job_id: job.job_id, ...fault }, 'Reconciler:JobStuck');
}

const VANISHED: Fault = {
  code: 'workflow_vanished',
  message: 'The job was running and its workflow is gone, so that it can never end by itself. Submit it again.',
};

const SUPERSEDED: Fault = {
  code: 'job_superseded',
  message: 'The version was given a later job before this one could begin.',
};

async function start(services: DomainServices, job: UnfinishedJob): Promise<Reconciliation> {
  const terms = await readStartTerms(services.pool, job);
  if (terms === undefined) return 'in_order';
  const outcome = await startJob(services.temporal, services, { ...job, ...terms });
  if (outcome.kind === 'unavailable') throw outcome.error;
  if (outcome.kind === 'refused') {
    const message = `The job cannot be started: ${outcome.reason}`;
    return close(services.pool, job, failed({ code: outcome.code, message }));
  }
  // Ended by itself it closes its nodes and tells; a job that never began could do neither.
  if (job.cancel_requested) await cancelCommittedJob(services, job.job_id);
  return outcome.kind === 'started' ? 'started' : 'in_order';
}

type End = Pick<JobReport, 'state' | 'result' | 'fault'>;

function endOf(look: Extract<WorkflowLook, { kind: 'closed' }>): End {
  return look.state === 'completed'
    ? { state: 'completed', result: look.result, fault: null }
    : { state: look.state, result: null, fault: look.fault };
}

function failed(fault: Fault): End {
  return { state: 'failed', result: null, fault };
}

/** As the report after the last one that was seen: when a real one has come meanwhile, this one is too late. */
async function close(pool: pg.Pool, job: UnfinishedJob, end: End): Promise<Reconciliation> {
  const report: JobReport = {
    job_id: job.job_id,
    attempt: job.attempt,
    sequence: job.report_sequence + 1,
    is_paused: false,
    percent: end.state === 'completed' ? 100 : 0,
    nodes: [],
    ...end,
  };
  const outcome = await recordJobReport(pool, report, RECONCILER);
  return outcome === 'recorded' || outcome === 'superseded' ? 'closed' : 'in_order';
}
