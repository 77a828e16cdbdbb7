import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonValue } from '../../../../src/plan/json.ts';
import { after, fail, Job } from './support.ts';

const INNER = `workflow_id: inner
version: 1
inputs: { n: { type: integer, maximum: 10 }, by: { type: integer, default: 2 } }
nodes:
  times: { handler: echo, params: { n: "{{ inputs.n * inputs.by }}" }, retry: { max_attempts: 1 } }
outputs: { product: "{{ nodes.times.output.echoed_params.n }}" }
`;
const MIDDLE = `workflow_id: middle
version: 1
inputs: { n: { type: integer } }
nodes: { twice: { uses: inner, inputs: { n: "{{ inputs.n }}" } } }
outputs: { product: "{{ nodes.twice.output.product }}" }
`;
const specs = { inner: INNER, middle: MIDDLE };

const outer = (nodes: string, outputs: string) => `workflow_id: outer
version: 1
inputs: { n: { type: integer, default: 3 }, items: { type: array, default: [1, 2, 3] } }
nodes:
${nodes}
outputs: ${outputs}
`;
const ONE = outer(
  '  sub: { uses: middle, inputs: { n: "{{ inputs.n }}" } }',
  '{ product: "{{ nodes.sub.output.product }}" }',
);
const MANY = outer(
  `  each:
    type: fan_out
    source: "{{ inputs.items }}"
    key: "k{{ item }}"
    max_concurrency: 2
    task: { uses: inner, inputs: { n: "{{ item }}" } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.product }}" }`,
  '{ all: "{{ nodes.all.output }}" }',
);

describe('a spec that is used by another', () => {
  it('is run with its inputs and defaults, through as many as there are; its outputs are the node’s', async () => {
    const job = await Job.run(ONE, { specs });
    assert.deepEqual([job.state, job.outputs, job.output('sub')], ['completed', { product: 6 }, { product: 6 }]);
    const middle = job.attempt.used.get('sub');
    assert.equal(middle?.execution.input.job_id, 'job/sub');
    assert.equal(middle?.used.get('twice')?.execution.input.job_id, 'job/sub/twice');
  });

  it('that fails gives the node its fault', async () => {
    const job = await Job.run(ONE, { specs, answer: () => fail('broken') });
    assert.deepEqual([job.state, job.fault?.code, job.states], ['failed', 'broken', { sub: 'failed' }]);
  });

  it('refuses inputs that do not fit, with every fault', async () => {
    const job = await Job.run(ONE, { specs, inputs: { n: 11 } });
    assert.deepEqual([job.state, job.fault?.code, job.calls], ['failed', 'invalid_inputs', []]);
    assert.match(job.fault?.message ?? '', /do not fit inner: The input `n` must be at most 10, not 11/);
  });

  it('is cancelled with the job', async () => {
    const job = await Job.run(ONE, { specs, answer: () => after(10_000), during: { 1000: (it) => it.cancel() } });
    assert.deepEqual([job.state, job.states, job.took], ['cancelled', { sub: 'cancelled' }, 1_000]);
  });

  it('is paused with the job', async () => {
    const nap = MIDDLE.replace('nodes: {', 'nodes: { nap: { type: sleep, duration: 1s },').replace(
      'uses: inner,',
      'uses: inner, depends_on: nap,',
    );
    const job = await Job.run(ONE, {
      specs: { ...specs, middle: nap },
      during: { 500: (it) => it.execution.control.pause(), 60000: (it) => it.execution.control.resume() },
    });
    assert.deepEqual([job.state, job.took], ['completed', 60_000]);
  });

  it('is run for every item of a fan-out', async () => {
    const job = await Job.run(MANY, { specs });
    assert.deepEqual(job.outputs, { all: [2, 4, 6] });
    assert.deepEqual([...job.attempt.used.keys()], ['each/k1', 'each/k2', 'each/k3']);
  });

  it('fails the items whose inputs do not fit, and no others; a retry runs those alone', async () => {
    const job = await Job.run(MANY, { specs, inputs: { items: [1, 50, 3] } });
    assert.deepEqual(job.fault?.detail?.keys, ['k50']);
    assert.equal(job.fault?.detail?.first_code, 'invalid_inputs');
    const again = await job.retry();
    assert.deepEqual([...again.attempt.used.keys()], []);
    assert.deepEqual(
      again.attempt.record.runs.map(({ key }) => key),
      ['k50'],
    );
  });

  it('holds names to their formats as a submission does, before the item’s work begins', async () => {
    const scene = (more: string) => `workflow_id: scene
version: 1
inputs: { name: { ${more} }, container: { type: string, default: bronze } }
nodes: { work: { handler: echo, params: { n: 1 } } }
`;
    const all = `workflow_id: all
version: 1
inputs: { names: { type: array } }
nodes: { each: { type: fan_out, source: "{{ inputs.names }}", task: { uses: scene, inputs: { name: "{{ item }}" } } } }
`;
    const cases: [string, JsonValue, JsonValue, string, RegExp][] = [
      ['type: string, format: blob_part', 'a.b', 'bad/../id', 'invalid_blob_path', /one part of a name, without \//],
      ['type: string, format: blob_prefix', '', 'a/../b', 'invalid_blob_path', /must not have \.\. as a part/],
      ['type: string, format: container', 'silver', 'No', 'invalid_blob_path', /3 to 63/],
      ['type: string, format: blob, container_input: container', 'a/b', '/a', 'invalid_blob_path', /not start with/],
      [
        'type: array, items: { type: string }, format: blob, container_input: container',
        ['a', 'b'],
        ['a', 'a'],
        'invalid_inputs',
        /a is named twice/,
      ],
      ['type: string, format: date-time', '2026-01-31T12:00:00Z', 'today', 'invalid_inputs', /RFC 3339/],
    ];
    for (const [declared, good, bad, code, says] of cases) {
      const job = await Job.run(all, { specs: { scene: scene(declared) }, inputs: { names: [good, bad] } });
      const { keys, first_code } = job.fault?.detail ?? {};
      assert.deepEqual([job.state, keys, first_code], ['failed', ['1'], code], declared);
      assert.match(job.fault?.message ?? '', says);
      assert.deepEqual([...job.attempt.used.keys()], ['each/0'], declared);
    }
  });

  it('tells of the container that a blob’s input names, whatever that is declared as', async () => {
    const inner = `workflow_id: scene
version: 1
inputs: { name: { type: string, format: blob, container_input: container }, container: { type: string } }
nodes: { work: { handler: echo, params: { n: 1 } } }
`;
    const outer = `workflow_id: all
version: 1
inputs: { container: { type: string } }
nodes: { one: { uses: scene, inputs: { name: a, container: "{{ inputs.container }}" } } }
`;
    const job = await Job.run(outer, { specs: { scene: inner }, inputs: { container: '../x' } });
    assert.deepEqual([job.fault?.code, job.calls], ['invalid_blob_path', []]);
    assert.deepEqual(job.fault?.detail?.faults, [
      {
        pointer: '/container',
        code: 'invalid_blob_path',
        message:
          'The container name "../x" must have 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit first and last.',
      },
    ]);
  });
});
