import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { z } from 'zod';
import type { Activity, ActivityContext } from '../../../../src/activities/activity.ts';
import { defineContract } from '../../../../src/activities/contract.ts';
import { openScratch } from '../../../../src/activities/runtime/scratch.ts';
import { toTemporalActivities } from '../../../../src/activities/runtime/to-temporal.ts';
import type { News } from '../../../../src/assets/record-news.ts';
import type { ChunkCall, ChunkEntry, ChunkReport, ChunkWork } from '../../../../src/plan/chunk.ts';
import type { JsonValue } from '../../../../src/plan/json.ts';

const contract = defineContract({
  name: 'probe',
  summary: 'Does what a test says.',
  input: z.strictObject({ n: z.number() }),
  output: z.any(),
  cost: 'light',
  retry: 'idempotent',
  timeout: '1m',
  errors: {},
});

export type Probe = (n: number, context: ActivityContext) => unknown;

/** The activity of a chunk of items whose handler is `probe`, in the SDK's own environment for activities. */
export async function probeChunk(t: TestContext, probe: Probe, info: Partial<Info> = {}) {
  const scratchRoot = await mkdtemp(join(tmpdir(), 'rhumbline-chunk-'));
  t.after(() => rm(scratchRoot, { recursive: true, force: true }));
  const log: Record<string, unknown>[] = [];
  const news: News[] = [];
  const activity: Activity<typeof contract.input, typeof contract.output> = {
    contract,
    run: async ({ n }, context) => probe(n, context),
  };
  const activities = toTemporalActivities([activity], {
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) }),
    scratch: await openScratch(scratchRoot),
    news: { tell: (one) => void news.push(one) },
  });
  const environment = new MockActivityEnvironment({ activityId: 'each/1', ...info });
  const beats: ChunkReport[] = [];
  environment.on('heartbeat', (report: ChunkReport) => void beats.push(report));
  const run = (work: ChunkWork, entries: ChunkEntry[], concurrency = 10, more: More = {}): Promise<ChunkReport> =>
    environment.run(activities['probe.chunk'] as Run, work, { entries, concurrency, ...more });
  return { run, environment, beats, log, news, scratchRoot, activities };
}
type Run = (...args: [ChunkWork, ChunkCall]) => Promise<ChunkReport>;
type More = Pick<ChunkCall, 'lost'>;

/** Work whose items are the numbers that the probe gets. */
export function work(over: Partial<ChunkWork['work']> = {}, when: string | null = null): ChunkWork {
  return {
    node_id: 'each',
    when,
    scope: {},
    work: {
      handler: 'probe',
      params: { n: '{{ item }}' },
      timeouts: { start_to_close_ms: 10_000 },
      retry: { max_attempts: 3, initial_delay_ms: 10, backoff: 'exponential', max_delay_ms: 1_000, non_retryable: [] },
      ...over,
    },
  };
}

export function entries(...items: JsonValue[]): ChunkEntry[] {
  return items.map((item, index) => ({ index, item }));
}
