import type { Entry } from './history.ts';

/** What the database has when all is over, and what Temporal has. */
export interface Evidence {
  history: readonly Entry[];
  assets: readonly AssetRow[];
  versions: readonly VersionRow[];
  jobs: readonly JobRow[];
  /** In the order in which they were appended. */
  events: readonly EventRow[];
  runs: readonly Run[];
}

export interface AssetRow {
  asset_id: string;
  clearance: string;
  is_deleted: boolean;
  /** As lists tell it. */
  summary_latest: number | null;
  summary_newest: number | null;
  /** As the gateway told it at the end; undefined where it told nothing. */
  told_latest?: number | null;
}

export interface VersionRow {
  asset_id: string;
  ordinal: number;
  request_id: string;
  processing_state: string;
  approval_state: string;
  revision: number;
  current_job_id: string;
}

export interface JobRow {
  job_id: string;
  asset_id: string | null;
  ordinal: number | null;
  revision: number | null;
  state: string;
  attempt: number;
  /** Of its error. */
  code: string | null;
}

export interface EventRow {
  event_id: number;
  kind: string;
  actor: string;
  request_id: string | null;
  asset_id: string | null;
  ordinal: number | null;
  job_id: string | null;
  after: Record<string, unknown> | null;
}

/** A run of a job's workflow. */
export interface Run {
  job_id: string;
  run_id: string;
  /** Temporal's. */
  status: string;
  /** The job's attempt that it is of. */
  attempt: number;
}

export type ViolationKind =
  | 'lost_write'
  | 'done_twice'
  | 'phantom_write'
  | 'wrong_answer'
  | 'order_reversed'
  | 'stale_read'
  | 'phantom_read'
  | 'shared_ordinal'
  | 'gap_in_ordinals'
  | 'two_unresolved'
  | 'illegal_step'
  | 'row_differs'
  | 'wrong_latest'
  | 'version_differs_from_job'
  | 'job_without_workflow'
  | 'job_not_ended'
  | 'job_failed'
  | 'workflow_outlived_job'
  | 'two_runs_of_an_attempt';

export interface Violation {
  kind: ViolationKind;
  /** Asset, version, job or request. */
  about: string;
  what: string;
}
