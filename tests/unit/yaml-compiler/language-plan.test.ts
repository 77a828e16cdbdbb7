import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { compile } from '../../../src/yaml-compiler/compile.ts';
import type { HandlerSignature } from '../../../src/yaml-compiler/handler-catalogue.ts';
import { compileText, withNodes } from './support.ts';

const WHOLE = `
workflow_id: whole
version: 1
inputs:
  tiles: { type: array }
  at: { type: string, default: "2030-01-01T00:00:00Z" }
timeout: 2h
defaults: { timeout: 5m, retry: { max_attempts: 2, non_retryable: [no_luck] } }
schedule: { cron: ["0 3 * * *", "30 4 1 jan mon-fri"], timezone: Europe/Zurich, overlap: buffer_one, inputs: { tiles: [] } }
nodes:
  tiles:
    type: fan_out
    source: "{{ inputs.tiles }}"
    key: "{{ item.id }}"
    max_concurrency: 16
    on_failure: { tolerate: 5% }
    task:
      handler: echo
      when: "{{ item.wanted }}"
      params: { id: "{{ item.id }}", at: "{{ index }}", named: "{{ key }}", color: "{{ item.color | default('red') }}" }
      timeout: 30s
  all: { type: fan_in, from: tiles, aggregation: sum, value: "{{ output.steps_taken }}" }
  subs:
    type: fan_out
    source: [1, 2]
    on_failure: { tolerate: 1 }
    task: { uses: greet, inputs: { name: "n{{ item }}" } }
  sub: { uses: greet, inputs: { name: Ada }, depends_on: all }
  ask:
    type: approval
    message: "Publish {{ nodes.tiles.output.completed }} tiles?"
    timeout: 24h
    on_rejection: complete
    fail_when: { when: "{{ output.comment == 'never' }}", reason: "{{ output.by }} said never" }
  nap: { type: sleep, duration: 10m }
  later: { type: sleep, until: "{{ inputs.at }}", complete_when: "{{ output.slept_ms > 1000 }}" }
outputs:
  greeting: "{{ nodes.sub.output.greeting | upper }}"
  total: "{{ nodes.all.output + 1 }}"
  approved: "{{ nodes.ask.output.approved }}"
`;

const GREET = `workflow_id: greet
version: 4
inputs: { name: { type: string } }
nodes:
  say: { handler: echo, params: { name: "{{ inputs.name }}" } }
outputs: { greeting: "Hello, {{ inputs.name }}" }
`;

describe('the whole language', () => {
  const { plan, diagnostics } = compileText(WHOLE, { greet: GREET });
  const nodes = plan?.nodes ?? {};
  const { tiles, subs } = nodes;

  it('comes without diagnostics', () => assert.deepEqual(diagnostics, []));

  it('has a fan-out with its work', () => {
    assert.ok(tiles?.kind === 'fan_out' && tiles.work.kind === 'task');
    const { work, ...rest } = tiles;
    assert.deepEqual(rest, {
      kind: 'fan_out',
      depends_on: { required: [], alternatives: [], settled: [] },
      source: '{{ inputs.tiles }}',
      key: '{{ item.id }}',
      max_concurrency: 16,
      on_failure: { mode: 'tolerate', percent: 5 },
      chunk: { size: 'auto', max_bytes: 1_048_576 },
    });
    const { retry, params, ...task } = work;
    assert.deepEqual(task, {
      kind: 'task',
      handler: 'echo',
      cost: 'light',
      timeouts: { start_to_close_ms: 30_000, heartbeat_ms: 30_000 },
      when: '{{ item.wanted }}',
    });
    assert.equal(retry.max_attempts, 2);
    assert.ok(retry.non_retryable.includes('no_luck'));
    assert.deepEqual(Object.keys(params), ['id', 'at', 'named', 'color']);
  });

  it('has a fan-out of specs, one by one', () => {
    assert.deepEqual(subs, {
      kind: 'fan_out',
      depends_on: { required: [], alternatives: [], settled: [] },
      source: [1, 2],
      max_concurrency: 100,
      on_failure: { mode: 'tolerate', count: 1 },
      chunk: { size: 1, max_bytes: 1_048_576 },
      work: { kind: 'workflow', uses: 'greet', inputs: { name: 'n{{ item }}' } },
    });
  });

  it('has the nodes of the other kinds', () => {
    assert.deepEqual(nodes.all, {
      kind: 'fan_in',
      depends_on: { required: ['tiles'], alternatives: [], settled: [] },
      from: 'tiles',
      aggregation: 'sum',
      value: '{{ output.steps_taken }}',
    });
    assert.deepEqual(nodes.sub, {
      kind: 'workflow',
      depends_on: { required: ['all'], alternatives: [], settled: [] },
      uses: 'greet',
      inputs: { name: 'Ada' },
    });
    assert.deepEqual(nodes.ask, {
      kind: 'approval',
      depends_on: { required: ['tiles'], alternatives: [], settled: [] },
      fail_when: { when: "{{ output.comment == 'never' }}", reason: '{{ output.by }} said never' },
      message: 'Publish {{ nodes.tiles.output.completed }} tiles?',
      timeout_ms: 86_400_000,
      on_rejection: 'complete',
    });
    assert.deepEqual(nodes.nap, {
      kind: 'sleep',
      depends_on: { required: [], alternatives: [], settled: [] },
      duration: '10m',
    });
    assert.deepEqual(nodes.later, {
      kind: 'sleep',
      depends_on: { required: [], alternatives: [], settled: [] },
      complete_when: { when: '{{ output.slept_ms > 1000 }}' },
      until: '{{ inputs.at }}',
    });
  });

  it('has timeout and schedule', () => {
    assert.equal(plan?.timeout_ms, 7_200_000);
    assert.deepEqual(plan?.schedule, {
      cron: ['0 3 * * *', '30 4 1 jan mon-fri'],
      timezone: 'Europe/Zurich',
      overlap: 'buffer_one',
      catch_up_window_ms: 3_600_000,
      inputs: { tiles: [] },
    });
  });

  it('pins the plan of the spec that it uses', () => {
    assert.deepEqual(Object.keys(plan?.uses ?? {}), ['greet']);
    assert.equal(plan?.uses?.greet?.plan_hash, compileText(GREET).plan?.plan_hash);
    const other = compileText(WHOLE, { greet: GREET.replace('Hello', 'Hi') });
    assert.notEqual(other.plan?.plan_hash, plan?.plan_hash);
  });
});

describe('chunks', () => {
  const chunkOf = (task: string, chunk = '{ size: 50, max_bytes: 262144 }') => {
    const source = withNodes(`  f: { type: fan_out, source: "{{ inputs.list }}", chunk: ${chunk}, task: ${task} }`);
    const { plan, diagnostics } = compileText(`inputs: { list: { type: array } }\n${source}`);
    const node = plan?.nodes.f;
    return { chunk: node?.kind === 'fan_out' ? node.chunk : undefined, codes: diagnostics.map(({ code }) => code) };
  };
  const heavy =
    '{ handler: raster_cog, params: { source: "{{ item }}", destination: { container_name: silver, blob_name: x.tif } } }';

  it('are as the spec says for light work', () => {
    assert.deepEqual(chunkOf('{ handler: echo }'), { chunk: { size: 50, max_bytes: 262_144 }, codes: [] });
  });
  it('are single items, with a warning, for work that may be tried only once', () => {
    assert.deepEqual(chunkOf('{ handler: echo, retry: { max_attempts: 1 } }'), {
      chunk: { size: 1, max_bytes: 262_144 },
      codes: ['chunk-ignored'],
    });
  });
  it('are single items, with a warning, for heavy work', () => {
    assert.deepEqual(chunkOf(heavy), { chunk: { size: 1, max_bytes: 262_144 }, codes: ['chunk-ignored'] });
  });
  it('of one item are never warned of', () => {
    assert.deepEqual(chunkOf(heavy, '{ size: 1 }'), { chunk: { size: 1, max_bytes: 1_048_576 }, codes: [] });
  });
});

describe('defaults', () => {
  const once: HandlerSignature = {
    ...(HANDLER_CATALOGUE.get('echo') as HandlerSignature),
    name: 'post_once',
    retry: {
      max_attempts: 1,
      initial_delay_ms: 1_000,
      backoff: 'exponential',
      max_delay_ms: 60_000,
      non_retryable: [],
    },
  };
  const catalogue = new Map([...HANDLER_CATALOGUE, [once.name, once]]);
  const spec = `
workflow_id: x
version: 1
defaults: { timeout: { start_to_close: 5m, heartbeat: 20s }, retry: { max_attempts: 7, initial_delay: 3s } }
nodes:
  plain: { handler: echo }
  own: { handler: echo, timeout: 1m, retry: { max_attempts: 2 } }
  once: { handler: post_once }
  insists: { handler: post_once, retry: { max_attempts: 3 } }
`;
  const { plan, diagnostics } = compile(spec, { file: 'x.yaml', catalogue });
  const taskOf = (id: string) => {
    const node = plan?.nodes[id];
    assert.ok(node?.kind === 'task', JSON.stringify(diagnostics));
    const { timeouts, retry } = node;
    return [timeouts.start_to_close_ms, timeouts.heartbeat_ms, retry.max_attempts, retry.initial_delay_ms];
  };

  it('are for what a task leaves out', () => assert.deepEqual(taskOf('plain'), [300_000, 20_000, 7, 3_000]));
  it('go field by field', () => assert.deepEqual(taskOf('own'), [60_000, 20_000, 2, 3_000]));
  it('do not repeat what a handler does once', () => assert.deepEqual(taskOf('once'), [300_000, 20_000, 1, 3_000]));
  it('leave that to the task', () => assert.deepEqual(taskOf('insists'), [300_000, 20_000, 3, 3_000]));
});
