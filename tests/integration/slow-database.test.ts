import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { withTransaction } from '../../src/db/transaction.ts';

import { type JobProgress, PROGRESS } from '../../src/plan/job.ts';
import { bundlePath } from '../support/bundle.ts';
import { dataConverterOf } from '../support/data-converter.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { OwnWorker } from './support/own-worker.ts';
import { closeTemporalClient, finish, planOf, startPlan } from './support/run-spec.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
after(closeTemporalClient);

const ITEMS = 600;
const plan = planOf(`
workflow_id: much_under_way
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(${ITEMS}) }}"
    chunk: { size: 1 }
    max_concurrency: 100
    task: { handler: echo, params: { n: "{{ item }}", steps: 1, step_delay: 0.2 } }
  total: { type: fan_in, from: each, aggregation: sum, value: "{{ output.echoed_params.n }}" }
outputs: { total: "{{ nodes.total.output }}" }
`);

test('a database that is slow while much is under way: another worker could go on with the job', async (t) => {
  const database = await freshDatabase(t);
  const worker = new OwnWorker(t, { DATABASE_URL_DOMAIN: database.domain });
  await worker.start();
  const pool = poolOf(t, database.owner, 1);
  const handle = await startPlan(plan, {}, worker.queues);
  const completed = async () => {
    const { nodes }: JobProgress = await handle.query(PROGRESS);
    return nodes.find(({ node_id }) => node_id === 'each')?.items?.completed ?? 0;
  };
  await eventually(async () => assert.ok((await completed()) > 0));
  // There is a report in two seconds, which waits for its row.
  await withTransaction(pool, async (client) => {
    await client.query('LOCK TABLE rhumbline.jobs IN ACCESS EXCLUSIVE MODE');
    await sleep(4_000);
  });
  const { status, result } = await finish(handle);
  assert.deepEqual([status, result?.outputs], ['COMPLETED', { total: (ITEMS * (ITEMS - 1)) / 2 }]);
  const history = await handle.fetchHistory();
  await Worker.runReplayHistory(
    {
      workflowBundle: { codePath: await bundlePath() },
      dataConverter: dataConverterOf(stackEnv('RHUMBLINE_STORAGE_URL')),
    },
    history,
  );
});
