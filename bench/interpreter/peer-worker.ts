import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { createEcho } from '../../src/activities/echo/activity.ts';
import { createRecordOutcome } from '../../src/activities/record_outcome/activity.ts';
import { openScratch } from '../../src/activities/runtime/scratch.ts';
import { toTemporalActivities } from '../../src/activities/runtime/to-temporal.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { createPool } from '../../src/db/pool.ts';
import { PEER_QUEUE } from './peer-queue.ts';

/** The worker of the hand-written workflows, with the same activities as ours. */
Runtime.install({ logger: new DefaultLogger('ERROR') });
const env = process.env;
const pool = createPool({ url: env.DATABASE_URL_DOMAIN ?? '', application_name: 'bench', onError: () => {} });
const echo = createEcho();
const activities = toTemporalActivities(
  [echo, createRecordOutcome({ recordJobReport: (report) => recordJobReport(pool, report) })],
  {
    log: pino({ level: 'silent' }),
    scratch: await openScratch(env.RHUMBLINE_SCRATCH_DIR ?? ''),
    news: { tell() {} },
  },
);
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: env.TEMPORAL_ADDRESS ?? '' }),
  taskQueue: PEER_QUEUE,
  workflowsPath: fileURLToPath(new URL('./peer-workflows.ts', import.meta.url)),
  activities: { ...activities, echo_many },
});
const running = worker.run();
process.stdout.write('"Worker:Ready"\n');
await running;
await pool.end();

/** As a hand-written chunk does it: a loop. */
async function echo_many(count: number): Promise<unknown[]> {
  return Array.from({ length: count }, () => ({ echoed_params: { message: 'hi' }, steps_taken: 1 }));
}
