import type { ChunkEntry } from '../../chunk.ts';
import type { ItemCounts, ItemOfRun, ItemsSnapshot } from '../../job.ts';
import type { JsonValue } from '../../json.ts';
import { scopeOf } from '../../template/evaluate.ts';
import { Meter } from '../../template/meter.ts';
import type { JobControl } from '../control.ts';
import type { Effects, ItemsBatch } from '../effects.ts';
import { Places } from '../places.ts';
import { Turns } from '../turns.ts';
import type { Entry } from './apply-report.ts';
import { ItemRun, type ItemRunEnd } from './item-run.ts';
import { ItemLedger } from './ledger.ts';
import { indexesOf, rangesOf } from './ranges.ts';

export interface BatchRun {
  end: ItemRunEnd;
  /** By the fan-out's indexes. */
  done: ItemsSnapshot;
  /** What a run that is out of room has left. */
  left: ChunkEntry[];
}

/** Runs a batch of a fan-out's items as far as this run has room. */
export async function runBatch(
  batch: ItemsBatch,
  effects: Effects,
  control: JobControl,
  changed: (counts: ItemCounts) => void = () => {},
): Promise<BatchRun> {
  const { entries, chunk, work, node_id, stops_at_failure, max_concurrency } = batch;
  const ledger = new ItemLedger(
    entries.length,
    entries.map(({ index, key }) => key ?? String(index)),
  );
  const meter = new Meter('run');
  for (const [at, { run }] of entries.entries()) if (run !== undefined) ledger.ran(at, run);
  const indexAt = (at: number) => (entries[at] as ChunkEntry).index;
  const run = new ItemRun({
    node_id,
    work,
    chunk,
    stops_at_failure,
    max_concurrency,
    scope: scopeOf(batch.scope, meter),
    ledger,
    itemAt: (at) => (entries[at] as ChunkEntry).item as JsonValue,
    indexAt,
    historyAt: (at) => historyOf(entries[at] as ChunkEntry),
    control,
    effects,
    turns: new Turns(meter, effects),
    // It was given as many as it has items at a time.
    places: new Places(Number.POSITIVE_INFINITY, effects, control),
    changed: () => changed(ledger.counts),
    open: new Set(),
  });
  const end = await run.run();
  if (run.brokenBy !== undefined) throw run.brokenBy;
  const left = run
    .leftovers()
    .map(({ at, wait_ms: _, lost: __, ...history }) => ({ ...(entries[at] as ChunkEntry), ...history }));
  return { end, done: globalised(ledger.snapshot(), indexAt), left: end === 'out_of_room' ? left : [] };
}

function globalised(snapshot: ItemsSnapshot, indexAt: (at: number) => number): ItemsSnapshot {
  const ranges = (local: ItemsSnapshot['skipped']) => rangesOf(indexesOf(local).map(indexAt));
  return {
    total: snapshot.total,
    keys: null,
    results: snapshot.results.map((part) => ({ ...part, ranges: ranges(part.ranges) })),
    failures: snapshot.failures.map((failure) => ({ ...failure, index: indexAt(failure.index) })),
    skipped: ranges(snapshot.skipped),
    ...(snapshot.runs ? { runs: snapshot.runs.map(([at, run]): ItemOfRun => [indexAt(at), run]) } : {}),
  };
}

function historyOf({ attempts = 0, doubts, checkpoint, deadline }: ChunkEntry): Omit<Entry, 'at'> {
  return {
    attempts,
    ...(doubts === undefined ? {} : { doubts }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}
