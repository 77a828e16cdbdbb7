import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { DECIDE, type JobProgress, PROGRESS } from '../../src/plan/job.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { eventually, ROOT } from '../support/stack.ts';
import { closeTemporalClient, finish, planOf, run, startPlan } from './support/run-spec.ts';

after(closeTemporalClient);

const FOLDER = join(ROOT, 'workflows');
const shipped = (id: string) => readFile(join(FOLDER, `${id}.yaml`), 'utf8');

type Nodes = Awaited<ReturnType<typeof run>>['nodes'];
const states = (nodes: Nodes) => Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state]));

describe('the specs that ship, run for real', () => {
  it('hello_world: n greetings, then n replies', async () => {
    const { result } = await run(await shipped('hello_world'), { n: 3, message: 'Ahoi' });
    assert.deepEqual(result?.outputs, {
      greetings: ['Ahoi, 1!', 'Ahoi, 2!', 'Ahoi, 3!'],
      replies: ['I heard: Ahoi, 1!', 'I heard: Ahoi, 2!', 'I heard: Ahoi, 3!'],
    });
  });

  it('hello_world: also of none, and of many', async () => {
    const none = await run(await shipped('hello_world'), { n: 0 });
    assert.deepEqual(none.result?.outputs, { greetings: [], replies: [] });
    const { result, nodes } = await run(await shipped('hello_world'), { n: 500 });
    const replies = result?.outputs.replies as string[];
    assert.deepEqual([replies.length, replies[0], replies[499]], [500, 'I heard: Hello, 1!', 'I heard: Hello, 500!']);
    assert.equal(nodes.reply?.items?.completed, 500);
  });

  it('echo_test: says it, and says it again louder', async () => {
    const { result } = await run(await shipped('echo_test'), { message: 'Ahoi', steps: 2, step_delay: 0.01 });
    assert.deepEqual(result?.outputs, { message: 'AHOI' });
  });

  it('fan_out_test: three items, eight nodes counted with the children', async () => {
    const { result, nodes } = await run(await shipped('fan_out_test'));
    assert.deepEqual(result?.outputs, { count: 3, squares: [9, 16, 25], total: 50 });
    const children = Object.values(nodes).reduce((sum, { items }) => sum + (items?.completed ?? 0), 0);
    assert.deepEqual([Object.keys(nodes).length, children], [5, 3]);
  });

  it('retry_test: fails twice, then succeeds', async () => {
    const { result, nodes } = await run(await shipped('retry_test'));
    assert.deepEqual(result?.outputs, { message: 'at last', attempts: 3 });
    assert.deepEqual(states(nodes), { try: 'completed', note: 'completed' });
  });

  it('retry_test: gives up where told, and notes it', async () => {
    const tired = await run(await shipped('retry_test'), { fail_attempts: 4 });
    assert.deepEqual([tired.status, states(tired.nodes)], ['FAILED', { try: 'failed', note: 'completed' }]);
    assert.deepEqual(tired.nodes.try?.fault?.detail, { attempt: 4 });
    const refused = await run(await shipped('retry_test'), { permanent: true });
    assert.deepEqual([refused.nodes.try?.fault?.code, refused.nodes.try?.fault?.detail], ['flaky', { attempt: 1 }]);
  });

  it('retry_fan_out_test: the same attempts fail in every run of a seed', async () => {
    const { result } = await run(await shipped('retry_fan_out_test'), { seed: 1 });
    assert.deepEqual(result?.outputs, { sum: 190, attempts: 32, retried: 12 });
  });

  it('retry_fan_out_test: names the items that fail at every attempt', async () => {
    const inputs: JsonObject = { n: 10, failure_rate: 0, fail_for: [3, 7] };
    const { status, nodes } = await run(await shipped('retry_fan_out_test'), inputs);
    assert.equal(status, 'FAILED');
    assert.deepEqual(nodes.each?.fault?.detail?.keys, ['item-3', 'item-7']);
    assert.equal(nodes.each?.items?.completed, 8);
  });

  it('conditional_test: takes the branch whose condition is true', async () => {
    const { result, nodes } = await run(await shipped('conditional_test'), { amount: 500 });
    assert.deepEqual(result?.outputs, { size: 'large' });
    assert.equal(nodes.small?.state, 'skipped');
  });

  it('checkpoint_test: takes all its steps in one attempt where nothing interrupts it', async () => {
    const { result } = await run(await shipped('checkpoint_test'), { steps: 5, step_delay: 0.01 });
    assert.deepEqual(result?.outputs, {
      message: 'still here',
      steps: 5,
      attempts: [{ attempt: 1, from_step: 1 }],
    });
  });
});

describe('approval_test, run for real', () => {
  const decided = async (approved: boolean, comment: string | null) => {
    const handle = await startPlan(planOf(await shipped('approval_test')), { text: 'News.' });
    await eventually(async () => {
      const { nodes } = await handle.query<JobProgress>(PROGRESS);
      const review = nodes.find(({ node_id }) => node_id === 'review');
      assert.deepEqual([review?.state, review?.note], ['running', 'waits for approval: Publish: News.']);
    });
    await handle.executeUpdate(DECIDE, { args: [{ node_id: 'review', approved, by: 'alice', comment }] });
    return finish(handle);
  };

  it('publishes what is approved', async () => {
    const { result, nodes } = await decided(true, null);
    assert.deepEqual(result?.outputs, { published: true, by: 'alice' });
    assert.deepEqual([nodes.publish?.state, nodes.withdraw?.state], ['completed', 'skipped']);
  });

  it('withdraws what is rejected', async () => {
    const { result, nodes } = await decided(false, 'Not now.');
    assert.deepEqual(result?.outputs, { published: false, by: 'alice' });
    assert.deepEqual([nodes.publish?.state, nodes.withdraw?.state], ['skipped', 'completed']);
    assert.equal(nodes.review?.note, 'rejected by alice');
  });
});

it('every spec that ships has its tests', async () => {
  const files = await readdir(FOLDER);
  const specs = files.filter((file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml'));
  assert.deepEqual(
    specs.filter((file) => !files.includes(file.replace('.yaml', '.test.yaml'))),
    [],
  );
});
