import type { ChunkEntry } from '../../chunk.ts';
import type { JsonValue } from '../../json.ts';
import type { FanOutNode } from '../../plan.ts';
import type { Scope } from '../../template/evaluate.ts';
import { narrow } from '../../template/narrow.ts';
import type { Effects, ItemsBatch } from '../effects.ts';
import type { Places } from '../places.ts';
import type { Entry } from './apply-report.ts';
import type { ItemRunEnd } from './item-run.ts';
import { type ItemLedger, settledIn } from './ledger.ts';

/** A run of its own for so many activities keeps each history at some thousand events. */
const ACTIVITIES = 1_000;
const MOST_ITEMS = 10_000;
const WIDTH = 4;

export interface BatchesOptions {
  node_id: string;
  node: FanOutNode;
  scope: Scope;
  items: readonly JsonValue[];
  ledger: ItemLedger;
  effects: Effects;
  places: Places;
  changed(): void;
  /** Names of the batches under way. */
  open: Set<string>;
}

/** Runs what a fan-out has left in batches, a few at a time. */
export async function runBatches(left: readonly Entry[], options: BatchesOptions): Promise<ItemRunEnd> {
  const { node, effects } = options;
  const size = batchSize(node.chunk.size);
  const batches = Array.from({ length: Math.ceil(left.length / size) }, (_, number) =>
    batchOf(left.slice(number * size, (number + 1) * size), number, options),
  );
  const width = Math.min(WIDTH, batches.length, node.max_concurrency);
  const max_concurrency = Math.floor(node.max_concurrency / width);
  return effects.cancellable(async (cancel) => {
    let end: ItemRunEnd = 'settled';
    const waiting = batches.values();
    const lane = async () => {
      for (const batch of waiting) {
        if (end !== 'settled') return;
        const ended = await runOne({ ...batch, max_concurrency }, options);
        if (end === 'settled') end = ended;
        if (ended === 'stopped') cancel();
      }
    };
    await Promise.all(Array.from({ length: width }, lane));
    return end;
  });
}

async function runOne(batch: ItemsBatch, options: BatchesOptions): Promise<ItemRunEnd> {
  const { ledger, effects, places, changed, open } = options;
  for (const { index } of batch.entries) ledger.begin(index);
  const name = batchName(batch);
  open.add(name);
  changed();
  const run = () => effects.runBatch(batch);
  const ended = batch.work.kind === 'workflow' ? places.within(batch.max_concurrency, run) : run();
  const end = await ended.then(
    (done): ItemRunEnd => {
      ledger.merge(done);
      if (batch.stops_at_failure && done.failures.length > 0) return 'stopped';
      return settledIn(done) < batch.entries.length ? 'cancelled' : 'settled';
    },
    (error: unknown): ItemRunEnd => {
      if (effects.isCancellation(error)) return 'cancelled';
      for (const { index } of batch.entries) ledger.fail(index, effects.faultOf(error));
      return 'settled';
    },
  );
  open.delete(name);
  changed();
  return end;
}

export function batchName({ number }: Pick<ItemsBatch, 'number'>): string {
  return `batch ${number}`;
}

function batchSize(chunk: 'auto' | number): number {
  return chunk === 'auto' ? MOST_ITEMS : Math.min(MOST_ITEMS, ACTIVITIES * chunk);
}

function batchOf(entries: readonly Entry[], number: number, options: BatchesOptions): ItemsBatch {
  const { node_id, node, scope, items, ledger } = options;
  const { work, chunk, max_concurrency, on_failure } = node;
  const mentioned = narrow(
    scope,
    work.kind === 'task' ? [work.params, work.when ?? null] : [work.inputs, work.when ?? null],
  );
  return {
    node_id,
    number,
    work,
    chunk,
    stops_at_failure: on_failure.mode === 'fail_fast',
    max_concurrency,
    scope: mentioned,
    entries: entries.map(
      ({ at, wait_ms: _, lost: __, attempts, ...rest }): ChunkEntry => ({
        index: at,
        item: items[at] ?? null,
        ...(ledger.keys === null ? {} : { key: ledger.keyOf(at) }),
        ...(attempts === 0 ? {} : { attempts }),
        ...runOf(ledger, at),
        ...rest,
      }),
    ),
  };
}

function runOf(ledger: ItemLedger, at: number): Pick<ChunkEntry, 'run'> {
  const run = ledger.lastRunOf(at);
  return run === undefined ? {} : { run };
}
