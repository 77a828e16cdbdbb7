import { CLEARANCES, type Clearance, type Presence } from '../states.ts';
import { each, refused, type Step, to } from './step.ts';

/** `change_version` is every operation on one of its versions. */
export const ASSET_OPERATIONS = ['submit', 'change_version', 'clear', 'publish', 'delete', 'restore'] as const;
export type AssetOperation = (typeof ASSET_OPERATIONS)[number];

export interface AssetState {
  clearance: Clearance;
  presence: Presence;
}

export type AssetRefusal =
  | 'asset_deleted'
  | 'asset_not_deleted'
  | 'asset_not_cleared'
  | 'asset_already_cleared'
  | 'asset_already_public'
  | Guard;

/** What must hold besides the state; each is the code of the refusal where it does not. */
export type Guard = 'no_approved_version' | 'job_running';

export type AssetStep = Step<Partial<AssetState>, AssetRefusal> & { unless?: Guard };
type ByClearance = Readonly<Record<Clearance, AssetStep>>;

const DELETED: ByClearance = each(CLEARANCES, refused('asset_deleted'));
const STAYS: ByClearance = each(CLEARANCES, to({}));

/** Every operation in every state. Clearance goes one way only: uncleared → ouo → public. */
export const ASSET_TRANSITIONS: Readonly<Record<AssetOperation, Readonly<Record<Presence, ByClearance>>>> = {
  submit: { live: STAYS, deleted: DELETED },
  change_version: { live: STAYS, deleted: DELETED },
  clear: {
    live: {
      uncleared: to({ clearance: 'ouo' }),
      ouo: refused('asset_already_cleared'),
      public: refused('asset_already_public'),
    },
    deleted: DELETED,
  },
  publish: {
    live: {
      uncleared: refused('asset_not_cleared'),
      ouo: { ...to({ clearance: 'public' }), unless: 'no_approved_version' },
      public: refused('asset_already_public'),
    },
    deleted: DELETED,
  },
  delete: {
    live: each(CLEARANCES, { ...to({ presence: 'deleted' } as const), unless: 'job_running' as const }),
    deleted: DELETED,
  },
  restore: {
    live: each(CLEARANCES, refused('asset_not_deleted')),
    deleted: each(CLEARANCES, to({ presence: 'live' } as const)),
  },
};

export function assetStep(operation: AssetOperation, state: AssetState): AssetStep {
  return ASSET_TRANSITIONS[operation][state.presence][state.clearance];
}
