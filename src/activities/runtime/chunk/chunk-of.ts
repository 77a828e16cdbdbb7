import { CancelledFailure, Context } from '@temporalio/activity';
import type { ChunkCall, ChunkLoss, ChunkReport, ChunkWork } from '../../../plan/chunk.ts';
import { RUN_ITEMS } from '../../../plan/job.ts';
import type { JsonValue } from '../../../plan/json.ts';
import type { AnyActivity } from '../../activity.ts';
import type { Attempt } from '../context.ts';
import { jobIdOf } from '../job-id.ts';
import { newsOfItem, splitActivityId } from '../news/attempt-teller.ts';
import { newsPlace } from '../news/place.ts';
import { runAttempt } from '../run-attempt.ts';
import type { ActivityServices } from '../services.ts';
import { ChunkRun, type ItemRunner } from './chunk-run.ts';
import { itemWork, jsonText } from './item-work.ts';
import { type Item, Ledger } from './ledger.ts';
import { LimitedRun, type Wires } from './limited-run.ts';

const BEAT_INTERVAL_MS = 1_000;
/** The first: of items that take their time it is soon known that they have begun, and short chunks need none. */
const FIRST_BEAT_MS = 200;

/**
 * A handler as the activity that runs a chunk of items. It fails only when the job is cancelled; whatever happens to an item
 * is in the report, and what could not be done in the time of a chunk, or before the worker went, is in its `left`.
 */
export function chunkOf(activity: AnyActivity, services: ActivityServices) {
  return async (work: ChunkWork, call: ChunkCall): Promise<ChunkReport> => {
    const temporal = Context.current();
    const ledger = new Ledger(call.entries, work.work.timeouts.schedule_to_close_ms);
    const chunk = new ChunkRun(ledger, itemRunner(activity, services, work, temporal), work.work.retry);
    const tell = partTeller(work.node_id, temporal, services);
    const beat = () => {
      const report = ledger.reportSoFar();
      temporal.heartbeat(report);
      tell(report);
    };
    const first = setTimeout(beat, FIRST_BEAT_MS);
    const timer = setInterval(beat, BEAT_INTERVAL_MS);
    const stop = () => {
      beat();
      chunk.stop(reasonOf(temporal));
    };
    if (call.lost) tellLoss(call.lost, work.node_id, temporal, services);
    temporal.cancellationSignal.addEventListener('abort', stop, { once: true });
    if (temporal.cancellationSignal.aborted) stop();
    try {
      await chunk.run(call.concurrency);
    } finally {
      clearTimeout(first);
      clearInterval(timer);
    }
    const report = ledger.report();
    // The other reasons to stop, above all that the worker goes, are none to lose what has been done.
    if (temporal.cancellationDetails?.cancelRequested) throw new CancelledFailure(reasonOf(temporal).message, [report]);
    return report;
  };
}

/** Tells of the items that are done; of a batch's, the batch does. */
function partTeller(node_id: string, { info }: Context, { news }: ActivityServices): (report: ChunkReport) => void {
  const place = newsPlace(jobIdOf(info), { node_id, item_key: null });
  const part = splitActivityId(info.activityId).item_key;
  if (place.item_key !== null || part === null || info.workflowType === RUN_ITEMS) return () => {};
  let told = 0;
  return ({ completed, failed, skipped }) => {
    const counts = { completed: completed.length, failed: failed.length, skipped: skipped.length };
    const done = counts.completed + counts.failed + counts.skipped;
    if (done === told) return;
    told = done;
    const occurred_at = new Date().toISOString();
    news.tell({ ...place, ...counts, item_key: null, kind: 'part', part, occurred_at });
  };
}

function tellLoss({ at, fault }: ChunkLoss, node_id: string, { info }: Context, { news }: ActivityServices): void {
  const place = newsPlace(jobIdOf(info), { node_id, item_key: null });
  news.tell({ ...place, kind: 'lost', error: fault, resumed_at: new Date().toISOString(), occurred_at: at });
}

function reasonOf({ cancellationSignal }: Context): Error {
  return cancellationSignal.reason instanceof Error ? cancellationSignal.reason : new CancelledFailure('cancelled');
}

function itemRunner(
  activity: AnyActivity,
  { log: parent, scratch, news }: ActivityServices,
  work: ChunkWork,
  { info }: Context,
): ItemRunner {
  const { handler, timeouts } = work.work;
  const { node_id } = work;
  const job_id = jobIdOf(info);
  const log = parent.child({ job_id, node_id, handler });
  const templates = itemWork(work);

  const run = async (item: Item, params: JsonValue, wires: Wires) => {
    const { key: item_key, attempts: attempt, saved } = item;
    const own: Attempt = {
      ...{ job_id, node_id, item_key, attempt, saved },
      beat: (percent, checkpoint) => wires.beat(percent, checkpoint),
      // Most items have nothing to say and nothing to wait for, and there are many.
      get signal() {
        return wires.signal;
      },
      get log() {
        return log.child({ item_key, attempt });
      },
    };
    try {
      return jsonText(await runAttempt(activity, params, own, scratch), handler);
    } catch (error) {
      own.log.warn({ err: error }, 'Activity:Failed');
      throw error;
    }
  };
  return {
    share: info.priority?.fairnessKey ?? job_id,
    input: ({ entry }) => (templates.isWanted(entry) ? { params: templates.params(entry) } : undefined),
    begin(item, params) {
      log.debug(nameOf(item), 'Item:Started');
      if (item.attempts > 1) newsOfItem(info, { node_id, ...nameOf(item) }, news).started();
      return new LimitedRun((wires) => run(item, params, wires), { timeouts, deadline: item.deadline }, item.saved);
    },
    ended(item, outcome) {
      log.debug({ ...nameOf(item), outcome: outcome.kind }, 'Item:Done');
      if (outcome.kind === 'failed') newsOfItem(info, { node_id, ...nameOf(item) }, news).failed(outcome.fault);
      if (outcome.kind === 'failed' && outcome.timeout !== null) {
        log.warn({ ...nameOf(item), timeout: outcome.timeout }, 'Item:TimedOut');
      }
    },
  };
}

function nameOf({ key: item_key, attempts: attempt }: Item) {
  return { item_key, attempt };
}
