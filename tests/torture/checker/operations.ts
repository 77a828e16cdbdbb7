import type { EventRow } from '../evidence.ts';
import type { Action, Entry, Invoke, Outcome, Told } from '../history.ts';

/** All attempts at one thing together. */
export interface Operation {
  op: number;
  f: Action;
  /** Of the first attempt; X-Request-Ids of all. */
  invoke: Invoke;
  http_ids: string[];
  /** `info`: nobody knows whether it was done. Once at most, whatever is known. */
  outcome: 'ok' | 'fail' | 'info';
  told: Told | null;
  began: number;
  /** When the answer came; Infinity where it never did. */
  ended: number;
}

/** What became of each operation: `ok` where an attempt was, `fail` where all were refused. */
export function operationsOf(history: readonly Entry[]): Operation[] {
  const operations = new Map<number, Operation>();
  for (const entry of history) {
    if (entry.process === 'killer') continue;
    if (entry.type === 'invoke') invoked(operations, entry);
    else ended(operations.get(entry.op), entry);
  }
  return [...operations.values()].map(settled);
}

function invoked(operations: Map<number, Operation>, entry: Invoke): void {
  const known = operations.get(entry.op);
  if (known) known.http_ids.push(entry.http_id);
  else {
    const { op, f, time: began } = entry;
    const unknown = { outcome: 'fail', told: null, began, ended: Number.POSITIVE_INFINITY } as const;
    operations.set(op, { op, f, invoke: entry, http_ids: [entry.http_id], ...unknown });
  }
}

const WEIGHT = { fail: 0, info: 1, ok: 2 } as const;

function ended(operation: Operation | undefined, { type, told, time }: Outcome): void {
  if (operation === undefined) throw new Error('the history has an answer without a request');
  if (WEIGHT[type] > WEIGHT[operation.outcome]) operation.outcome = type;
  if (type === 'ok') operation.told = told;
  operation.ended = time;
}

/** A request without an answer, and one of whose attempts some got none, may be done at any later time. */
function settled(operation: Operation): Operation {
  if (operation.outcome === 'ok') return operation;
  if (operation.ended === Number.POSITIVE_INFINITY) return { ...operation, outcome: 'info' };
  return operation.outcome === 'info' ? { ...operation, ended: Number.POSITIVE_INFINITY } : operation;
}

/** Of what changes something: the event that tells of it. */
export const EVENT_OF: Readonly<Partial<Record<Action, string>>> = {
  submit: 'AssetVersion:Submitted',
  approve: 'AssetVersion:Approved',
  reject: 'AssetVersion:Rejected',
  reprocess: 'AssetVersion:Reprocessed',
  retry: 'Job:RetryRequested',
  cancel: 'Job:CancelRequested',
  delete: 'Asset:Deleted',
  restore: 'Asset:Restored',
  clear: 'Asset:Cleared',
};

/** An operation's own events. */
export function eventsOf(events: readonly EventRow[]): (operation: Operation) => EventRow[] {
  const byRequest = Map.groupBy(events, ({ request_id }) => request_id ?? '');
  return ({ f, http_ids }) =>
    http_ids.flatMap((id) => (byRequest.get(id) ?? []).filter(({ kind }) => kind === EVENT_OF[f]));
}

export function describe({ op, f, invoke }: Operation): string {
  const { asset_id, ordinal, request_id } = invoke;
  const about = request_id ?? `${asset_id}${ordinal === null ? '' : ` version ${ordinal}`}`;
  return `${f} (operation ${op}) of ${about}`;
}
