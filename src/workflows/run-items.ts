import { continueAsNew } from '@temporalio/workflow';
import { JobControl } from '../plan/execution/control.ts';
import { joined } from '../plan/execution/items/joined.ts';
import { runBatch } from '../plan/execution/items/run-batch.ts';
import type { ItemsSnapshot, RunItemsInput } from '../plan/job.ts';
import { Children } from './effects/children.ts';
import { temporalEffects } from './effects/temporal-effects.ts';
import { batchTeller } from './news.ts';
import { obey } from './signals.ts';

/**
 * Runs a part of a fan-out's items, in a history of its own; goes on in a new run when that has grown too long. Items that fail
 * are in its result; when it is cancelled, so is what it had done by then, which a retry of the job need not do again.
 */
export async function runItems(input: RunItemsInput): Promise<ItemsSnapshot> {
  const children = new Children();
  const control = new JobControl(input.is_paused);
  obey(control, children);
  const { end, done, left } = await runBatch(
    input.batch,
    temporalEffects({ ...input, used_runs: input.used_runs, children }),
    control,
    batchTeller(input),
  );
  const so_far = [...input.so_far, done];
  if (end === 'out_of_room') {
    const { isPaused: is_paused } = control;
    await continueAsNew<typeof runItems>({ ...input, is_paused, batch: { ...input.batch, entries: left }, so_far });
  }
  return joined(so_far);
}
