import {
  CHUNK_TIME_BOX_MS,
  type ChunkCall,
  type ChunkEntry,
  type ChunkReport,
  type ChunkWork,
} from '../../plan/chunk.ts';
import { knownFault } from '../../plan/execution/fault-of.ts';
import type { Fault } from '../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import { evaluateCondition, render, type Scope, scopeOf } from '../../plan/template/evaluate.ts';
import { Meter } from '../../plan/template/meter.ts';
import { withNames } from '../../plan/template/narrow.ts';
import { afterFailure, attempt, type Bench } from './attempts.ts';

interface Item {
  at: number;
  key: string;
  entry: ChunkEntry;
  attempts: number;
  /** Milliseconds since the epoch: when its next attempt may begin. */
  due: number;
  deadline: number | undefined;
}

/** Runs the items of a chunk as the worker's own activity does it: so many at a time, each with its own retries, within a time box. */
export async function runChunk(work: ChunkWork, call: ChunkCall, bench: Bench): Promise<ChunkReport> {
  const run = new ChunkRun(work, call, bench);
  await Promise.all(Array.from({ length: Math.max(1, call.concurrency) }, () => run.lane()));
  return run.report();
}

class ChunkRun {
  private readonly work: ChunkWork;
  private readonly bench: Bench;
  private readonly scope: Scope;
  private readonly open: Item[];
  private readonly left: Item[] = [];
  private readonly completed: { at: number; output: JsonValue }[] = [];
  private readonly skipped: number[] = [];
  private readonly failed: ChunkReport['failed'] = [];
  private readonly closesAt: number;
  private busyMs = 0;

  constructor(work: ChunkWork, { entries }: ChunkCall, bench: Bench) {
    const { now } = bench.clock;
    const { schedule_to_close_ms } = work.work.timeouts;
    const deadline = schedule_to_close_ms === undefined ? undefined : now + schedule_to_close_ms;
    this.work = work;
    this.bench = bench;
    this.scope = scopeOf(work.scope);
    this.closesAt = now + CHUNK_TIME_BOX_MS;
    this.open = entries.map((entry, at) => ({
      at,
      key: entry.key ?? String(entry.index),
      entry,
      attempts: entry.attempts ?? 0,
      due: 0,
      deadline: entry.deadline ?? deadline,
    }));
  }

  async lane(): Promise<void> {
    const { clock } = this.bench;
    for (let item = this.take(); item; item = this.take()) {
      if (item.due > clock.now) await clock.sleep(item.due - clock.now);
      await this.process(item);
    }
  }

  report(): ChunkReport {
    const { now } = this.bench.clock;
    return {
      completed: this.completed.map(({ at }) => at),
      outputs: JSON.stringify(this.completed.map(({ output }) => output)),
      skipped: this.skipped,
      failed: this.failed,
      left: [...this.open, ...this.left].map(({ at, attempts, due }) => ({
        at,
        attempts,
        wait_ms: Math.max(0, due - now),
      })),
      busy_ms: this.busyMs,
    };
  }

  /** What waits for another attempt goes first when it is due, and last when it is not. */
  private take(): Item | undefined {
    const { now } = this.bench.clock;
    if (now >= this.closesAt) return undefined;
    const due = this.open.findIndex((item) => item.due > 0 && item.due <= now);
    const fresh = this.open.findIndex((item) => item.due === 0);
    const next = [due, fresh, 0].find((place) => place >= 0) ?? 0;
    return this.open.splice(next, 1)[0];
  }

  private async process(item: Item): Promise<void> {
    const { node_id, when, work } = this.work;
    let params: JsonObject;
    try {
      const { item: value, index } = item.entry;
      const scope = withNames(this.scope, { item: value, index, key: item.key }, new Meter('item'));
      if (when !== null && !evaluateCondition(when, scope)) {
        this.skipped.push(item.at);
        return;
      }
      params = render(work.params, scope) as JsonObject;
    } catch (error) {
      this.fail(item, faultOf(error));
      return;
    }
    item.attempts += 1;
    const { key, deadline } = item;
    const began = this.bench.clock.now;
    const { handler, timeouts } = work;
    const ending = await attempt({ node_id, key, handler, params, timeouts, deadline }, this.bench);
    this.busyMs += this.bench.clock.now - began;
    if (ending.kind === 'completed') this.completed.push({ at: item.at, output: ending.output });
    else this.tryAgain(item, ending);
  }

  private tryAgain(item: Item, ending: Parameters<typeof afterFailure>[0]): void {
    const { now } = this.bench.clock;
    const next = afterFailure(ending, this.work.work.retry, { attempts: item.attempts, now, deadline: item.deadline });
    if ('fault' in next) return this.fail(item, next.fault);
    item.due = now + next.wait_ms;
    if (item.due < this.closesAt) this.open.push(item);
    else this.left.push(item);
  }

  private fail({ at, attempts }: Item, fault: Fault): void {
    this.failed.push({ at, fault, attempts });
  }
}

function faultOf(error: unknown): Fault {
  const fault = knownFault(error);
  if (fault) return fault;
  throw error;
}
