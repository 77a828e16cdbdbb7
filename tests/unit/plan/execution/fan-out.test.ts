import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { after, fail, Job, type JobOptions } from './support.ts';

const spec = (fanOut = '', rest = '') => `workflow_id: spec
version: 1
inputs: { items: { type: array, default: [1, 2, 3] } }
nodes:
  each:
    type: fan_out
    source: "{{ inputs.items }}"
    ${fanOut}
    task:
      handler: echo
      params: { n: "{{ item }}" }
      retry: { max_attempts: 2, initial_delay: 1s, backoff: fixed }
  total: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
${rest}
outputs: { total: "{{ nodes.total.output }}" }
`;

/** Each test holds for items that go singly and for items in chunks. */
const WAYS: [string, Pick<JobOptions, 'chunks'>][] = [
  ['singly', { chunks: 1 }],
  ['in chunks of 2', { chunks: 2 }],
  ['in chunks of 50', { chunks: 50 }],
  ['in chunks as the spec has it', {}],
];

for (const [name, way] of WAYS) {
  describe(`a fan-out whose items go ${name}`, () => {
    const run = (yaml: string, options: JobOptions = {}) => Job.run(yaml, { ...way, ...options });

    it('does the work for every item, and the fan-in has them in order', async () => {
      const job = await run(spec());
      assert.deepEqual(job.outputs, { total: [1, 2, 3] });
      assert.deepEqual(job.output('each'), { total: 3, completed: 3, failed: 0, skipped: 0, failed_keys: [] });
    });

    it('of an empty array is completed, and what follows runs', async () => {
      const job = await run(spec(), { inputs: { items: [] } });
      assert.deepEqual([job.state, job.outputs, job.calls], ['completed', { total: [] }, []]);
    });

    it('fails at what is no array', async () => {
      const job = await run(spec('').replace('"{{ inputs.items }}"', '"{{ inputs.items | first }}"'));
      assert.deepEqual([job.state, job.fault?.code, job.calls], ['failed', 'items_not_array', []]);
    });

    it('fails at keys that are not unique, before an item runs', async () => {
      const job = await run(spec('key: "{{ item }}"'), { inputs: { items: ['a', 'b', 'a'] } });
      assert.deepEqual([job.fault?.code, job.calls], ['duplicate_key', []]);
      assert.match(job.fault?.message ?? '', /items 0 and 2 .* same key `a`/);
    });

    it('retries each item by its own policy', async () => {
      const job = await run(spec(), {
        answer: ({ key, attempt }) => (key === '1' && attempt === 1 ? fail('flaky') : undefined),
      });
      assert.deepEqual(job.outputs, { total: [1, 2, 3] });
      assert.deepEqual(job.calls.toSorted(), ['each/0', 'each/1', 'each/1', 'each/2']);
      assert.equal(job.took, 1_000);
    });

    it('finishes all items and then fails, naming those that did', async () => {
      const job = await run(spec('key: "k{{ item }}"'), {
        answer: ({ key }) => (key === 'k2' ? fail('broken') : undefined),
      });
      assert.deepEqual(job.states, { each: 'failed', total: 'cancelled' });
      assert.equal(job.fault?.code, 'items_failed');
      assert.deepEqual(job.fault?.detail, { total: 3, failed: 1, keys: ['k2'], first_code: 'broken', node_id: 'each' });
      assert.deepEqual(job.calls.toSorted(), ['each/k1', 'each/k2', 'each/k2', 'each/k3']);
    });

    it('does not retry a failure that no retry can mend', async () => {
      const job = await run(spec(), {
        answer: ({ key }) => (key === '1' ? fail('broken', { retryable: false }) : undefined),
      });
      assert.deepEqual(job.calls.toSorted(), ['each/0', 'each/1', 'each/2']);
    });

    it('with fail_fast begins no more items after a failure', async () => {
      const items = Array.from({ length: 20 }, (_, index) => index);
      const job = await run(spec('on_failure: fail_fast\n    max_concurrency: 2'), {
        inputs: { items },
        answer: ({ key }) => (key === '0' ? fail('broken', { retryable: false }) : after(10_000)),
      });
      assert.equal(job.fault?.code, 'items_failed');
      const { completed = 0, failed, cancelled = 0 } = job.report('each').items ?? {};
      assert.equal(failed, 1);
      assert.ok(completed + cancelled === 19 && cancelled > 0, `${completed} completed, ${cancelled} cancelled`);
      assert.ok(job.calls.length < 20);
    });

    it('tolerates so many failures, and its fan-in keeps their places', async () => {
      const answer: JobOptions['answer'] = ({ key }) => (key === '1' ? fail('broken') : undefined);
      const job = await run(spec('on_failure: { tolerate: 1 }'), { answer });
      assert.deepEqual([job.state, job.outputs], ['completed', { total: [1, null, 3] }]);
      assert.deepEqual(job.output('each'), { total: 3, completed: 2, failed: 1, skipped: 0, failed_keys: ['1'] });
      assert.equal(job.report('each').note, '1 of 3 items failed, which is tolerated');
      assert.equal((await run(spec('on_failure: { tolerate: 0 }'), { answer })).fault?.code, 'items_failed');
    });

    it('tolerates a share of all, rounded down', async () => {
      const failing = (count: number): JobOptions => ({
        inputs: { items: Array.from({ length: 19 }, (_, index) => index) },
        answer: ({ key }) => (Number(key) < count ? fail('broken', { retryable: false }) : undefined),
      });
      assert.equal((await run(spec('on_failure: { tolerate: 10% }'), failing(1))).state, 'completed');
      assert.equal((await run(spec('on_failure: { tolerate: 10% }'), failing(2))).state, 'failed');
    });

    it('skips items by their `when`, and its fan-in keeps their places', async () => {
      const job = await run(spec().replace('handler: echo', 'handler: echo\n      when: "{{ item != 2 }}"'));
      assert.deepEqual([job.outputs, job.calls.toSorted()], [{ total: [1, null, 3] }, ['each/0', 'each/2']]);
      assert.deepEqual(job.output('each'), { total: 3, completed: 2, failed: 0, skipped: 1, failed_keys: [] });
    });

    it('fails the item whose template fails, and no other', async () => {
      const job = await run(spec().replace('"{{ item }}" }', '"{{ 6 // item }}" }'), {
        inputs: { items: [1, 0, 'x'] },
      });
      assert.equal(job.fault?.code, 'items_failed');
      assert.deepEqual(job.report('each').items, {
        ...{ total: 3, completed: 1, failed: 2, pending: 0, running: 0, skipped: 0, cancelled: 0 },
      });
    });

    it('times an attempt out, and tries again', async () => {
      const yaml = spec().replace('handler: echo', 'handler: echo\n      timeout: 10s');
      const job = await run(yaml, {
        answer: ({ key, attempt }) => (key === '2' && attempt === 1 ? after(60_000) : undefined),
      });
      assert.deepEqual([job.outputs, job.took], [{ total: [1, 2, 3] }, 11_000]);
    });

    it('times items out that take too long for all their attempts', async () => {
      const yaml = spec().replace(
        'handler: echo',
        'handler: echo\n      timeout: { start_to_close: 1m, schedule_to_close: 15s }',
      );
      const job = await run(yaml, { answer: ({ key }) => (key === '2' ? after(60_000) : undefined) });
      assert.equal(job.fault?.detail?.first_code, 'timeout_schedule_to_close');
      assert.equal(job.took, 15_000);
    });

    it('never has more under way than max_concurrency', async () => {
      const job = await run(spec('max_concurrency: 4'), {
        inputs: { items: Array.from({ length: 30 }, (_, index) => index) },
        answer: ({ key }) => after(1_000 + Number(key)),
      });
      const { calls } = job.attempt.record;
      const most = Math.max(
        ...calls.map(({ began }) => calls.filter((one) => one.began <= began && (one.ended ?? 0) > began).length),
      );
      assert.equal(job.state, 'completed');
      assert.ok(most <= 4 && most > 0, `${most} at once`);
    });

    it('is paused between items, and goes on', async () => {
      const job = await run(spec('max_concurrency: 1'), {
        answer: () => after(1_000),
        during: {
          500: ({ execution }) => execution.control.pause(),
          60000: ({ execution }) => execution.control.resume(),
        },
      });
      assert.equal(job.state, 'completed');
      assert.deepEqual(job.outputs, { total: [1, 2, 3] });
    });

    it('is cancelled with the job', async () => {
      const job = await run(spec('max_concurrency: 1'), {
        answer: () => after(1_000),
        during: { 1500: (it) => it.cancel() },
      });
      assert.deepEqual([job.state, job.states], ['cancelled', { each: 'cancelled', total: 'cancelled' }]);
      assert.equal(job.took, 1_500);
    });

    it('of a failed job is resumed item by item', async () => {
      const items = Array.from({ length: 40 }, (_, index) => `i${index}`);
      let isBroken = true;
      const answer: JobOptions['answer'] = ({ key }) => (isBroken && key?.endsWith('7') ? fail('broken') : undefined);
      const job = await run(spec('key: "{{ item }}"'), { inputs: { items }, answer });
      assert.deepEqual(job.fault?.detail?.keys, ['i7', 'i17', 'i27', 'i37']);
      isBroken = false;
      const again = await job.retry();
      assert.deepEqual(again.calls.toSorted(), ['each/i17', 'each/i27', 'each/i37', 'each/i7']);
      assert.deepEqual([again.state, again.outputs], ['completed', { total: items }]);
    });
  });
}
