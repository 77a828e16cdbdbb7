import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TaskNode } from '../../../src/plan/plan.ts';
import { compileText, withNodes } from './support.ts';

const SPEC = `
workflow_id: sized
version: 3
description: By size.
inputs:
  blob_name: { type: string }
  limit: { type: integer, default: 1000 }
nodes:
  register:
    depends_on: { any_of: [whole, tiles] }
    handler: echo
    params: { from: "{{ nodes.whole.output | default(nodes.tiles.output | default(none)) }}" }
  validate:
    handler: raster_validate
    params: { container_name: bronze, blob_name: "{{ inputs.blob_name }}" }
    timeout: { start_to_close: 10m, heartbeat: 500ms }
    retry: { max_attempts: 7, initial_delay: 2s, backoff: fixed, max_delay: 1h, non_retryable: [raster_truncated] }
  by_size:
    type: conditional
    depends_on: validate
    branches:
      - { name: large, when: "{{ nodes.validate.output.pixel_bytes > inputs.limit }}", next: [tiles] }
      - { name: small, default: true, next: whole }
  tiles: { handler: echo }
  whole: { handler: echo, when: "{{ nodes.validate.output.band_count > 0 }}" }
  notice: { handler: echo, depends_on: { settled: [register] }, params: { was: "{{ nodes.register.state }}" } }
outputs:
  size: "{{ nodes.validate.output.pixel_bytes }}"
`;

describe('the plan', () => {
  const { plan, diagnostics } = compileText(SPEC);

  it('comes without diagnostics', () => assert.deepEqual(diagnostics, []));

  it('has the nodes in a topological order', () => {
    assert.deepEqual(Object.keys(plan?.nodes ?? {}), ['validate', 'by_size', 'tiles', 'whole', 'register', 'notice']);
  });

  it('has the edges that depends_on, branches and templates make', () => {
    const edges = Object.entries(plan?.nodes ?? {}).map(([id, { depends_on }]) => [id, depends_on]);
    assert.deepEqual(Object.fromEntries(edges), {
      validate: { required: [], alternatives: [], settled: [] },
      by_size: { required: ['validate'], alternatives: [], settled: [] },
      tiles: { required: ['by_size'], alternatives: [], settled: [] },
      whole: { required: ['by_size', 'validate'], alternatives: [], settled: [] },
      register: { required: [], alternatives: ['whole', 'tiles'], settled: [] },
      notice: { required: [], alternatives: [], settled: ['register'] },
    });
  });

  it('has retry and timeouts in milliseconds, over the defaults of the handler', () => {
    const validate = plan?.nodes.validate as TaskNode;
    assert.deepEqual(validate.timeouts, { start_to_close_ms: 600_000, heartbeat_ms: 500 });
    const { non_retryable, ...retry } = validate.retry;
    assert.deepEqual(retry, { max_attempts: 7, initial_delay_ms: 2_000, backoff: 'fixed', max_delay_ms: 3_600_000 });
    assert.ok(non_retryable.includes('missing_crs') && non_retryable.includes('contract_violation'));
    const tiles = plan?.nodes.tiles as TaskNode;
    assert.deepEqual(tiles.timeouts, { start_to_close_ms: 3_600_000, heartbeat_ms: 30_000 });
  });

  it('has a hash over its content alone', () => {
    assert.match(plan?.plan_hash ?? '', /^[0-9a-f]{64}$/);
    const reordered = SPEC.replace('version: 3\ndescription: By size.', 'description: By size.\nversion: 3');
    assert.equal(compileText(reordered).plan?.plan_hash, plan?.plan_hash);
    assert.notEqual(compileText(SPEC.replace('version: 3', 'version: 4')).plan?.plan_hash, plan?.plan_hash);
  });
});

describe('guards make an uncertain output safe', () => {
  const uncertain = (params: string) =>
    compileText(
      withNodes(
        `  a: { handler: echo }\n  b: { handler: echo }\n  c: { handler: echo, depends_on: { any_of: [a, b] }, params: { x: "${params}" } }`,
      ),
    ).diagnostics.map(({ code }) => code);

  it('default', () => assert.deepEqual(uncertain('{{ nodes.a.output.steps_taken | default(1) }}'), []));
  it('is defined', () => assert.deepEqual(uncertain('{{ nodes.a.output is defined }}'), []));
  it('a question for the state', () =>
    assert.deepEqual(uncertain("{{ nodes.a.output if nodes.a.state == 'completed' else nodes.b.output }}"), [
      'maybe-skipped',
    ]));
  it('a question for each state', () =>
    assert.deepEqual(
      uncertain("{{ nodes.a.output if nodes.a.state == 'completed' else nodes.b.output | default(0) }}"),
      [],
    ));
  it('not a default on something else', () =>
    assert.deepEqual(uncertain('{{ nodes.a.output.steps_taken + (job.attempt | default(1)) }}'), ['maybe-skipped']));
});
