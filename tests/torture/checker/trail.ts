import type { EventRow, Evidence, Violation } from '../evidence.ts';

/**
 * Goes through the trail of each asset from its beginning, by rules that are written down here once more: no step may be one that
 * was not allowed then, and what comes out at the end is what the rows say.
 */
export function checkTrail({ events, assets, versions }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const models = new Map<string, Model>();
  for (const event of events.filter(({ asset_id }) => asset_id !== null)) {
    const asset_id = `${event.asset_id}`;
    const model = models.get(asset_id) ?? { is_deleted: false, clearance: 'uncleared', versions: [] };
    models.set(asset_id, model);
    const refusal = STEPS[event.kind]?.(model, event);
    if (refusal) violations.push({ kind: 'illegal_step', about: aboutOf(event), what: `${event.kind}: ${refusal}` });
  }
  for (const { asset_id, is_deleted, clearance } of assets) {
    const model = models.get(asset_id);
    violations.push(...compare(asset_id, { is_deleted, clearance }, model));
  }
  for (const { asset_id, ordinal, processing_state, approval_state, revision } of versions) {
    const row = { processing_state, approval_state, revision };
    violations.push(...compare(`${asset_id} version ${ordinal}`, row, models.get(asset_id)?.versions[ordinal - 1]));
  }
  return violations;
}

interface Version {
  processing_state: string;
  approval_state: string;
  revision: number;
}

interface Model {
  is_deleted: boolean;
  clearance: string;
  versions: Version[];
}

/** Changes the model. @returns why it must not have happened */
type Step = (model: Model, event: EventRow) => string | undefined;

const ENDED = ['completed', 'failed', 'cancelled'];

const STEPS: Readonly<Record<string, Step>> = {
  'Asset:Deleted': (model) => setDeleted(model, true),
  'Asset:Restored': (model) => setDeleted(model, false),
  'Asset:Cleared': (model) => {
    const before = model.clearance;
    model.clearance = 'ouo';
    return model.is_deleted ? 'the asset is deleted' : unless(before === 'uncleared', `the asset is ${before}`);
  },
  'AssetVersion:Submitted': (model, { ordinal }) => {
    const open = model.versions.some(({ approval_state }) => approval_state === 'pending_review');
    const next = model.versions.push({ processing_state: 'queued', approval_state: 'pending_review', revision: 0 });
    if (model.is_deleted) return 'the asset is deleted';
    return ordinal === next ? unless(!open, 'a version awaits its review') : `version ${next} would be the next`;
  },
  'AssetVersion:Approved': change((version) => {
    const refusal = unless(isOpen(version) && version.processing_state === 'completed', stateOf(version));
    version.approval_state = 'approved';
    return refusal;
  }),
  'AssetVersion:Rejected': change((version) => {
    const refusal = unless(isOpen(version) && ENDED.includes(version.processing_state), stateOf(version));
    version.approval_state = 'rejected';
    return refusal;
  }),
  'AssetVersion:Reprocessed': change((version, { after }) => {
    const refusal = unless(isOpen(version) && ENDED.includes(version.processing_state), stateOf(version));
    version.revision += 1;
    version.processing_state = 'queued';
    return refusal ?? unless(after?.revision === version.revision, `revision ${version.revision} would be the next`);
  }),
  'AssetVersion:Queued': change((version) => move(version, 'queued', ['failed', 'cancelled'])),
  'AssetVersion:Processing': process('processing', ['queued']),
  'AssetVersion:Completed': process('completed', ['queued', 'processing']),
  'AssetVersion:Failed': process('failed', ['queued', 'processing']),
  'AssetVersion:Cancelled': process('cancelled', ['queued', 'processing']),
};

/** A change of a version by somebody, which a deleted asset does not allow. */
function change(step: (version: Version, event: EventRow) => string | undefined): Step {
  return (model, event) => {
    const version = model.versions[(event.ordinal ?? 0) - 1];
    if (version === undefined) return 'there is no such version';
    const refusal = step(version, event);
    return model.is_deleted ? 'the asset is deleted' : refusal;
  };
}

/** What a job comes to is of no less account where its asset is deleted. */
function process(state: string, from: readonly string[]): Step {
  return (model, { ordinal }) => {
    const version = model.versions[(ordinal ?? 0) - 1];
    return version === undefined ? 'there is no such version' : move(version, state, from);
  };
}

function move(version: Version, state: string, from: readonly string[]): string | undefined {
  const refusal = unless(from.includes(version.processing_state) && isOpen(version), stateOf(version));
  version.processing_state = state;
  return refusal;
}

function setDeleted(model: Model, is_deleted: boolean): string | undefined {
  const refusal = unless(model.is_deleted !== is_deleted, 'it was so before');
  model.is_deleted = is_deleted;
  return refusal;
}

function unless(allowed: boolean, refusal: string): string | undefined {
  return allowed ? undefined : refusal;
}

function isOpen({ approval_state }: Version): boolean {
  return approval_state === 'pending_review';
}

function stateOf({ processing_state, approval_state }: Version): string {
  return `the version is ${processing_state} and ${approval_state}`;
}

function compare(about: string, row: object, model: object | undefined): Violation[] {
  if (model === undefined) return [{ kind: 'row_differs', about, what: 'the trail does not know it' }];
  const known = new Map(Object.entries(model));
  return Object.entries(row)
    .filter(([field, value]) => known.get(field) !== value)
    .map(([field, value]) => ({
      kind: 'row_differs',
      about,
      what: `${field}: the row has ${JSON.stringify(value)}, the trail comes to ${JSON.stringify(known.get(field))}`,
    }));
}

function aboutOf({ asset_id, ordinal, event_id }: EventRow): string {
  return `${asset_id}${ordinal === null ? '' : ` version ${ordinal}`}, event ${event_id}`;
}
