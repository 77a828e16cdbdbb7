import type { Request } from './api.ts';
import type { Action, Told } from './history.ts';

/** What an action is about. */
export interface Target {
  asset_id: string;
  ordinal: number;
  revision: number;
}

export interface ActionKind {
  /** May be sent again under its Idempotency-Key until it is known what became of it. */
  keyed: boolean;
  request(target: Target): Request;
  told(body: Record<string, unknown>): Told;
}

const asset = ({ asset_id }: Target) => `/api/assets/${asset_id}`;
const version = (target: Target) => `${asset(target)}/versions/${target.ordinal}`;
const job = ({ asset_id, ordinal, revision }: Target) => `/api/jobs/${asset_id}-v${ordinal}-r${revision}`;

const post = (path: string, body?: object): Request => ({ method: 'POST', path, ...(body ? { body } : {}) });

/** Each as a client does it: all but `submit`, which has no target yet. */
export const KINDS: Readonly<Record<Exclude<Action, 'submit'>, ActionKind>> = {
  approve: { keyed: false, request: (t) => post(`${version(t)}/approve`), told: toldOfVersion },
  reject: {
    keyed: false,
    request: (t) => post(`${version(t)}/reject`, { rejection_reason: 'torture' }),
    told: toldOfVersion,
  },
  reprocess: { keyed: true, request: (t) => post(`${version(t)}/reprocess`), told: toldOfVersion },
  retry: {
    keyed: true,
    request: (t) => post(`${job(t)}/retry`, {}),
    told: ({ attempt }) => ({ attempt: Number(attempt) }),
  },
  cancel: { keyed: false, request: (t) => post(`${job(t)}/cancel`), told: () => ({}) },
  delete: {
    keyed: false,
    request: (t) => ({ method: 'DELETE', path: `${asset(t)}?cancel_jobs=true` }),
    told: toldOfAsset,
  },
  restore: { keyed: false, request: (t) => post(`${asset(t)}/restore`), told: toldOfAsset },
  clear: { keyed: false, request: (t) => post(`${asset(t)}/clearance/cleared`), told: toldOfAsset },
  read_asset: { keyed: false, request: (t) => ({ method: 'GET', path: asset(t) }), told: toldOfAsset },
  read_versions: {
    keyed: false,
    request: (t) => ({ method: 'GET', path: `${asset(t)}/versions?limit=500` }),
    told: toldOfVersions,
  },
};

export function toldOfSubmission({ asset_id, version_ordinal }: Record<string, unknown>): Told {
  return { asset_id: String(asset_id), ordinal: Number(version_ordinal) };
}

function toldOfVersion({ asset_id, version_ordinal, approval_state, revision }: Record<string, unknown>): Told {
  return {
    asset_id: String(asset_id),
    ordinal: Number(version_ordinal),
    approval_state: String(approval_state),
    revision: Number(revision),
  };
}

function toldOfAsset({ asset_id, latest_ordinal, deleted_at, clearance }: Record<string, unknown>): Told {
  return {
    asset_id: String(asset_id),
    latest_ordinal: latest_ordinal === null ? null : Number(latest_ordinal),
    is_deleted: deleted_at !== null,
    clearance: String(clearance),
  };
}

function toldOfVersions({ asset_id, versions }: Record<string, unknown>): Told {
  const rows = Array.isArray(versions) ? (versions as Record<string, unknown>[]) : [];
  return {
    asset_id: String(asset_id),
    versions: rows.map(({ version_ordinal, approval_state, revision }) => ({
      ordinal: Number(version_ordinal),
      approval_state: String(approval_state),
      revision: Number(revision),
    })),
  };
}
