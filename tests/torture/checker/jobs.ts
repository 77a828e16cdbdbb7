import type { Evidence, JobRow, Run, VersionRow, Violation } from '../evidence.ts';

/** When all has settled, no job is unfinished or has failed, no workflow outlives its job, and each attempt had one run. */
export function checkJobs({ jobs, versions, runs }: Evidence): Violation[] {
  const byId = new Map(jobs.map((job) => [job.job_id, job]));
  const runsOf = Map.groupBy(runs, ({ job_id }) => job_id);
  return [
    ...jobs.flatMap((job) => judge(job, runsOf.get(job.job_id) ?? [])),
    ...versions.flatMap((version) => compare(version, byId.get(version.current_job_id))),
  ];
}

const ENDED = new Set(['completed', 'failed', 'cancelled']);

function judge({ job_id, state, attempt, code }: JobRow, runs: readonly Run[]): Violation[] {
  const open = runs.filter(({ status }) => status === 'RUNNING');
  const violations: Violation[] = [];
  // What the clients run cannot fail, whoever is killed.
  if (state === 'failed') violations.push({ kind: 'job_failed', about: job_id, what: `${code} at attempt ${attempt}` });
  if (ENDED.has(state)) {
    const what = `the job is ${state}, and a run of attempt ${open[0]?.attempt} is open`;
    if (open.length > 0) violations.push({ kind: 'workflow_outlived_job', about: job_id, what });
  } else if (open.some((run) => run.attempt === attempt)) {
    violations.push({ kind: 'job_not_ended', about: job_id, what: `it is ${state} although it had time to end` });
  } else {
    violations.push({ kind: 'job_without_workflow', about: job_id, what: `it is ${state} at attempt ${attempt}` });
  }
  for (const [number, ofAttempt] of Map.groupBy(runs, (run) => run.attempt)) {
    if (ofAttempt.length < 2) continue;
    const what = `attempt ${number} had runs ${ofAttempt.map(({ run_id }) => run_id).join(', ')}`;
    violations.push({ kind: 'two_runs_of_an_attempt', about: job_id, what });
  }
  return violations;
}

const STATE_OF_VERSION: Readonly<Record<string, string>> = { pending: 'queued', running: 'processing' };

function compare(version: VersionRow, job: JobRow | undefined): Violation[] {
  const wanted = job && (STATE_OF_VERSION[job.state] ?? job.state);
  if (version.processing_state === wanted) return [];
  const about = `${version.asset_id} version ${version.ordinal}`;
  const what = `it is ${version.processing_state}, its job ${version.current_job_id} is ${job?.state ?? 'not there'}`;
  return [{ kind: 'version_differs_from_job', about, what }];
}
