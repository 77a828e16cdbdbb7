import { EVENT_OF } from '../../torture/checker/operations.ts';
import type { AssetRow, EventRow, Evidence, JobRow, Run, VersionRow } from '../../torture/evidence.ts';
import type { Action, Entry, Invoke, Outcome, Told } from '../../torture/history.ts';

/** The asset of all that is made here, and the job of its first version. */
export const ASSET = 'a'.repeat(32);
export const JOB = `${ASSET}-v1-r0`;

interface Step {
  f: Action;
  /** `none`: the answer never came. */
  outcome?: 'ok' | 'fail' | 'info' | 'none';
  began?: number;
  ended?: number;
  told?: Told;
  about?: Partial<Invoke>;
  attempt?: number;
}

/** What clients asked for and were told, each at times of its own: the first from 10 to 11, the second from 20 to 21… */
export function historyOf(...steps: Step[]): Entry[] {
  const entries = steps.flatMap((step, index) =>
    entriesOf(step, step.attempt === undefined ? index + 1 : 1, index + 1),
  );
  return entries.sort((a, b) => a.time - b.time);
}

function entriesOf(
  { f, outcome = 'ok', told, about, attempt = 1, ...times }: Step,
  op: number,
  place: number,
): Entry[] {
  const { began = place * 10, ended = place * 10 + 1 } = times;
  const common = { process: 1, op, attempt, f };
  const unknown = { asset_id: ASSET, ordinal: 1, revision: 0, request_id: f === 'submit' ? `R-${op}` : null };
  const invoke: Invoke = {
    ...common,
    time: began,
    type: 'invoke',
    http_id: `http-${op}-${attempt}`,
    ...unknown,
    ...about,
  };
  if (outcome === 'none') return [invoke];
  const right = outcome === 'ok' ? { ...TOLD[f], ...told } : null;
  const answer: Outcome = { ...common, time: ended, type: outcome, status: null, code: null, told: right };
  return [invoke, answer];
}

const VERSION = { asset_id: ASSET, ordinal: 1 };
const TOLD: Readonly<Partial<Record<Action, Told>>> = {
  submit: VERSION,
  approve: { ...VERSION, approval_state: 'approved', revision: 0 },
  reject: { ...VERSION, approval_state: 'rejected', revision: 0 },
  delete: { asset_id: ASSET, is_deleted: true },
  restore: { asset_id: ASSET, is_deleted: false },
  read_asset: { asset_id: ASSET },
  read_versions: { asset_id: ASSET },
};

type MadeEvent = Partial<EventRow> & { by?: number; f?: Action };

/** A trail of version 1: `f` and `by` for what an operation of that number did, `kind` for what a job did. */
export function trailOf(...events: MadeEvent[]): EventRow[] {
  return events.map(({ by, f, ...over }, index) => ({
    event_id: index + 1,
    kind: f === undefined ? '' : `${EVENT_OF[f]}`,
    actor: 'test',
    request_id: by === undefined ? null : `http-${by}-1`,
    asset_id: ASSET,
    ordinal: f === 'delete' || f === 'restore' ? null : 1,
    job_id: null,
    after: f === 'approve' ? { approval_state: 'approved' } : null,
    ...over,
  }));
}

export function versionRow(over: Partial<VersionRow> = {}): VersionRow {
  const states = { processing_state: 'completed', approval_state: 'approved', revision: 0 };
  return { asset_id: ASSET, ordinal: 1, request_id: 'R-1', ...states, current_job_id: JOB, ...over };
}

export function jobRow(over: Partial<JobRow> = {}): JobRow {
  return { job_id: JOB, asset_id: ASSET, ordinal: 1, revision: 0, state: 'completed', attempt: 1, code: null, ...over };
}

export function run(over: Partial<Run> = {}): Run {
  return { job_id: JOB, run_id: 'run-1', status: 'COMPLETED', attempt: 1, ...over };
}

export function assetRow(over: Partial<AssetRow> = {}): AssetRow {
  const summary = { summary_latest: 1, summary_newest: 1, told_latest: 1 };
  return { asset_id: ASSET, clearance: 'uncleared', is_deleted: false, ...summary, ...over };
}

/** A version that was submitted, processed and approved, all in order: with what is given instead of it. */
export function evidenceOf(over: Partial<Evidence> = {}): Evidence {
  return {
    history: historyOf({ f: 'submit' }, { f: 'approve' }),
    events: trailOf(
      { f: 'submit', by: 1 },
      { kind: 'AssetVersion:Processing' },
      { kind: 'AssetVersion:Completed' },
      { f: 'approve', by: 2 },
    ),
    assets: [assetRow()],
    versions: [versionRow()],
    jobs: [jobRow()],
    runs: [run()],
    ...over,
  };
}
