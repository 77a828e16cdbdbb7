import type { ChunkEntry, ChunkWork } from '../../chunk.ts';
import type { JsonValue } from '../../json.ts';
import type { ItemWork } from '../../plan.ts';
import { render, type Scope } from '../../template/evaluate.ts';
import { narrow, withNames } from '../../template/narrow.ts';
import type { Effects } from '../effects.ts';
import type { Entry } from './apply-report.ts';
import type { ItemLedger } from './ledger.ts';

export interface ItemCallsOptions {
  node_id: string;
  work: ItemWork;
  scope: Scope;
  ledger: ItemLedger;
  /** Of the item at that place of the ledger. */
  itemAt(at: number): JsonValue;
  /** Its index in the fan-out; the place itself unless the ledger is of a part. */
  indexAt?(at: number): number;
  effects: Effects;
}

/** What the items of a fan-out are run with, whenever that is: each by itself, or as entries of a chunk. */
export class ItemCalls {
  private readonly options: ItemCallsOptions;

  constructor(options: ItemCallsOptions) {
    this.options = options;
  }

  /** What all items of a chunk have in common; undefined of work that never goes in chunks. */
  chunkWork(): ChunkWork | undefined {
    const { work, node_id, scope } = this.options;
    if (work.kind !== 'task') return undefined;
    const { handler, params, timeouts, retry, when = null } = work;
    return { node_id, work: { handler, params, timeouts, retry }, when, scope: narrow(scope, [params, when]) };
  }

  /** What the templates of an item see. */
  scopeOf(at: number): Scope {
    const { scope, ledger, itemAt } = this.options;
    const own = { item: itemAt(at), index: this.indexAt(at), key: ledger.keyOf(at) };
    return withNames(scope, own, scope.meter.part('item'));
  }

  run(at: number, scope: Scope): Promise<JsonValue> {
    const { work, effects, node_id, ledger } = this.options;
    const call = { node_id, key: ledger.keyOf(at) };
    if (work.kind === 'workflow') {
      const inputs = render(work.inputs, scope) as typeof work.inputs;
      const began = (run: string) => ledger.ran(at, run);
      return effects.runWorkflow({ ...call, uses: work.uses, inputs, before: ledger.lastRunOf(at), began });
    }
    const params = render(work.params, scope) as typeof work.params;
    return effects.runTask({ ...call, work: { ...work, params } });
  }

  entryOf(entry: Entry): ChunkEntry {
    const { ledger, itemAt, work, effects } = this.options;
    const schedule_to_close = work.kind === 'task' ? work.timeouts.schedule_to_close_ms : undefined;
    if (schedule_to_close !== undefined) entry.deadline ??= effects.now() + schedule_to_close;
    const { at, attempts, checkpoint, deadline } = entry;
    // There are many: no objects that are only spread.
    const sent: ChunkEntry = { index: this.indexAt(at), item: itemAt(at) };
    if (ledger.keys !== null) sent.key = ledger.keyOf(at);
    if (attempts !== 0) sent.attempts = attempts;
    if (checkpoint !== undefined) sent.checkpoint = checkpoint;
    if (deadline !== undefined) sent.deadline = deadline;
    return sent;
  }

  private indexAt(at: number): number {
    return this.options.indexAt?.(at) ?? at;
  }
}
