import { setTimeout as sleep } from 'node:timers/promises';
import { KINDS, type Target, toldOfSubmission } from './actions.ts';
import { type Answer, ask, outcomeOf, type Request } from './api.ts';
import type { Action, History, Invoke, Outcome, Told } from './history.ts';
import type { Random } from './random.ts';

/** What the clients know in common: whose assets they are, and what was seen of them last. */
export interface World {
  seed: number;
  gateway: string;
  api_key: string;
  history: History;
  /** By the number of the dataset. */
  seen: (Seen | undefined)[];
  next_op: number;
}

/** An operation that is to be known of, also when the answers to it do not come. */
interface Operation {
  op: number;
  f: Action;
  request: Request;
  about: Pick<Invoke, 'asset_id' | 'ordinal' | 'revision' | 'request_id'>;
  told(body: Record<string, unknown>): Told;
}

const PAUSE_MS = 250;
/** After the end, so long for what has no answer yet. */
const LAST_TRIES_MS = 90_000;

/** An asset as it was when somebody was told something of it, which may be long past. */
interface Seen extends Target {
  stands: 'open' | 'resolved' | 'deleted';
}

/** Mostly what can be, now and then what cannot. */
const WISHES: Readonly<Record<Seen['stands'], Readonly<Record<Action, number>>>> = {
  open: {
    ...{ submit: 5, approve: 28, reject: 12, reprocess: 16, retry: 10, cancel: 8, delete: 5, restore: 1, clear: 2 },
    ...{ read_asset: 7, read_versions: 7 },
  },
  resolved: {
    ...{ submit: 60, approve: 3, reject: 3, reprocess: 3, retry: 2, cancel: 1, delete: 5, restore: 1, clear: 5 },
    ...{ read_asset: 7, read_versions: 7 },
  },
  deleted: {
    ...{ submit: 6, approve: 3, reject: 3, reprocess: 3, retry: 3, cancel: 2, delete: 3, restore: 60, clear: 2 },
    ...{ read_asset: 7, read_versions: 7 },
  },
};

/** Does one thing after the other until it is told to stop; then it finds out what became of the last one. */
export async function runClient(world: World, process: number, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const slot = random.below(world.seen.length);
    const operation = chosen(world, slot, process, random);
    const { told, code } = await carryOut(world, process, operation, signal);
    if (told) remember(world, slot, operation, told);
    learn(world.seen[slot], operation.f, told ? 'ok' : code);
    await sleep(random.fraction() * PAUSE_MS);
  }
}

function chosen(world: World, slot: number, process: number, random: Random): Operation {
  const op = world.next_op++;
  const target = world.seen[slot];
  const f = target === undefined ? 'submit' : random.weighted(WISHES[target.stands]);
  if (target === undefined || f === 'submit') return submission(world, slot, op, process, random);
  const { keyed, request, told } = KINDS[f];
  const { asset_id, ordinal, revision } = target;
  const key = keyed ? { key: `torture-${world.seed}-${op}` } : {};
  return {
    op,
    f,
    request: { ...request(target), ...key },
    about: { asset_id, ordinal, revision, request_id: null },
    told,
  };
}

function submission(world: World, slot: number, op: number, process: number, random: Random): Operation {
  const request_id = `torture-${world.seed}-${op}`;
  // Some are over at once, some are still on their way when something dies, some are long enough to be cancelled.
  const steps = random.pick([1, 1, 1, 5, 40]);
  const body = {
    platform_id: 'ddh',
    platform_refs: { dataset_id: `torture-${world.seed}`, resource_id: `R-${slot}` },
    data_type: 'raster',
    workflow_id: 'echo_test',
    input_params: { message: `client ${process}`, steps, step_delay: steps === 1 ? 0 : 0.2 },
    request_id,
  };
  return {
    op,
    f: 'submit',
    request: { method: 'POST', path: '/api/platform/submit', body, key: request_id },
    about: { asset_id: null, ordinal: null, revision: null, request_id },
    told: toldOfSubmission,
  };
}

/** @returns what an answer of 2xx told, or the code of the last that was none */
async function carryOut(
  world: World,
  process: number,
  operation: Operation,
  signal: AbortSignal,
): Promise<{ told?: Told; code: string | null }> {
  let ended: number | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const { outcome, answer } = await attemptOnce(world, process, operation, attempt);
    const { code } = answer;
    if (outcome === 'ok') return { told: operation.told(answer.body), code };
    if (outcome === 'fail' || operation.request.key === undefined) return { code };
    if (signal.aborted) ended ??= Date.now();
    if (ended !== undefined && Date.now() - ended > LAST_TRIES_MS) return { code };
    await sleep(PAUSE_MS);
  }
}

async function attemptOnce(world: World, process: number, operation: Operation, attempt: number) {
  const { op, f, about, request } = operation;
  const { history } = world;
  const http_id = `torture-${world.seed}-${op}-${attempt}`;
  history.add<Invoke>({ process, op, attempt, f, type: 'invoke', http_id, ...about });
  const answer: Answer = await ask(world.gateway, world.api_key, request, http_id);
  const outcome = outcomeOf(answer);
  const { status, code } = answer;
  const told = outcome === 'ok' ? operation.told(answer.body) : null;
  history.add<Outcome>({ process, op, attempt, f, type: outcome, status, code, told });
  return { outcome, answer };
}

function remember(world: World, slot: number, { f, about }: Operation, told: Told): void {
  const known = world.seen[slot];
  const asset_id = told.asset_id ?? about.asset_id ?? known?.asset_id;
  if (asset_id === undefined) return;
  const newest = told.versions?.at(-1) ?? told;
  const ordinal = newest.ordinal ?? known?.ordinal ?? 1;
  if (known !== undefined && ordinal < known.ordinal) return;
  const isNew = known === undefined || ordinal > known.ordinal;
  const revision = f === 'submit' && isNew ? 0 : (newest.revision ?? known?.revision ?? 0);
  world.seen[slot] = { asset_id, ordinal, revision, stands: known?.stands ?? 'open' };
}

/** What answers say of how an asset stands. */
const STANDS: Readonly<Record<string, Seen['stands']>> = {
  'submit ok': 'open',
  'approve ok': 'resolved',
  'reject ok': 'resolved',
  'delete ok': 'deleted',
  'restore ok': 'open',
  unresolved_version: 'open',
  version_already_resolved: 'resolved',
  asset_deleted: 'deleted',
  asset_not_deleted: 'open',
};

function learn(seen: Seen | undefined, f: Action, said: string | null): void {
  const stands = STANDS[`${f} ${said}`] ?? STANDS[said ?? ''];
  if (seen && stands) seen.stands = stands;
}
