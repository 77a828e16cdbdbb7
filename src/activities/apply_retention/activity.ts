import type { z } from 'zod';
import { ARCHIVED, type Archived } from '../../assets/retention/archive.ts';
import type { JobPlace } from '../../assets/retention/left-products.ts';
import type { Activity, ActivityContext } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { applyRetentionContract } from './contract.ts';

/** Milliseconds that each is kept after its end. */
export interface RetentionAges extends Record<Archived, number> {
  /** Of jobs that failed, of what they left behind. */
  products: number;
}

export interface ApplyRetentionServices {
  /** The asset service's operations: each moves so many at most, and says how many. */
  archive(what: Archived, before: Date, limit: number): Promise<number>;
  forgetAnswers(limit: number): Promise<number>;
  /** @param after the last job of the batch before */
  sweepProducts(before: Date, limit: number, after: JobPlace | null, signal: AbortSignal): Promise<SweptProducts>;
  ages: RetentionAges;
}

export interface Swept {
  /** Jobs looked at. */
  jobs: number;
  /** Blobs removed. */
  removed: number;
}

export interface SweptProducts extends Swept {
  last: JobPlace | null;
  /** Jobs whose blobs could not be removed: they come again in the next run. */
  failed: { job_id: string; error: unknown }[];
}

/** In one transaction, and of one kind in one run: what is left comes with the next one. */
const BATCH = 200;
const MOST = 20_000;

type Output = z.input<typeof applyRetentionContract.output>;

const NOTHING: Readonly<Output> = {
  ...{ jobs: 0, events: 0, webhooks: 0, archive: 0, idempotency_keys: 0, products: 0, products_failed: 0 },
  is_done: true,
};

/**
 * Done in batches, each by itself: a run that dies on the way has done what it has done, and another goes on. A step that fails
 * keeps none of the others from theirs.
 */
export function createApplyRetention(
  services: ApplyRetentionServices,
): Activity<typeof applyRetentionContract.input, typeof applyRetentionContract.output> {
  return {
    contract: applyRetentionContract,
    run: (_, context) =>
      withPulse(context, async () => {
        const done: Output = { ...NOTHING };
        const errors: unknown[] = [];
        for (const [what, step] of stepsOf(services, context, done)) {
          try {
            const { removed, isDone } = await inBatches(step, context.signal);
            done[what] = removed;
            done.is_done &&= isDone;
          } catch (error) {
            context.signal.throwIfAborted();
            errors.push(error);
          }
        }
        context.log.info(done, 'Retention:Applied');
        if (errors.length > 0) throw errors[0];
        return done;
      }),
  };
}

type Step = [what: keyof Omit<Output, 'is_done' | 'products_failed'>, batch: () => Promise<Swept>];

function stepsOf(services: ApplyRetentionServices, context: ActivityContext, done: Output): Step[] {
  const now = Date.now();
  const before = (what: keyof RetentionAges) => new Date(now - services.ages[what]);
  let place: JobPlace | null = null;
  const sweepProducts = async () => {
    const { last, failed, ...swept } = await services.sweepProducts(before('products'), BATCH, place, context.signal);
    place = last;
    done.products_failed += failed.length;
    for (const { job_id, error } of failed) context.log.warn({ job_id, err: error }, 'Retention:ProductLeft');
    return swept;
  };
  return [
    // Before their jobs are archived, by which they are found.
    ['products', sweepProducts],
    ...ARCHIVED.map((what): Step => [what, async () => ofOneKind(await services.archive(what, before(what), BATCH))]),
    ['idempotency_keys', async () => ofOneKind(await services.forgetAnswers(BATCH))],
  ];
}

function ofOneKind(count: number): Swept {
  return { jobs: count, removed: count };
}

async function inBatches(
  step: () => Promise<Swept>,
  signal: AbortSignal,
): Promise<{ removed: number; isDone: boolean }> {
  let removed = 0;
  for (let looked = 0; looked < MOST; looked += BATCH) {
    signal.throwIfAborted();
    const batch = await step();
    removed += batch.removed;
    if (batch.jobs < BATCH) return { removed, isDone: true };
  }
  return { removed, isDone: false };
}
