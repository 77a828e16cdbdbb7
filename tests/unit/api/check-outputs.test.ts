import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTRACTS } from '../../../src/activities/catalogue.ts';
import { type CheckedOutputs, checkOutputs } from '../../../src/api/domain/preflight/check-outputs.ts';
import type { JsonObject } from '../../../src/plan/json.ts';
import type { ExecutionPlan } from '../../../src/plan/plan.ts';
import { compileText } from '../yaml-compiler/support.ts';

const PART = `workflow_id: part
version: 1
inputs: { n: { type: integer } }
nodes:
  work: { handler: flaky_echo, params: { message: "{{ inputs.n }}" }, complete_when: "{{ output.attempt > 3 }}" }
outputs: { n: "{{ nodes.work.output.message + 1 }}", how: "{{ nodes.work.output.attempt }}" }
`;

const WHOLE = `workflow_id: whole
version: 1
inputs: { names: { type: array, items: { type: string } }, n: { type: integer } }
nodes:
  task: { handler: echo, params: { n: "{{ inputs.n }}" } }
  part: { uses: part, inputs: { n: "{{ inputs.n }}" } }
  each:
    type: fan_out
    source: "{{ inputs.names }}"
    on_failure: { tolerate: 1 }
    task: { handler: flaky_echo, params: { message: { name: "{{ item }}", at: "{{ index }}" } } }
  all: { type: fan_in, from: each, value: "{{ output.message }}" }
  count: { type: fan_in, from: each, aggregation: count }
  last: { type: fan_in, from: each, aggregation: last }
  parts: { type: fan_out, source: "{{ [1, 2] }}", task: { uses: part, inputs: { n: "{{ item }}" } } }
  gathered: { type: fan_in, from: parts, aggregation: merge }
  ask: { type: approval, message: Well? }
  nap: { type: sleep, duration: 1s }
  by: { type: conditional, branches: [{ name: a, when: "{{ inputs.n > 1 }}", next: after }, { name: b, default: true, next: other }] }
  after: { handler: echo }
  other: { handler: echo }
`;

const { plan, diagnostics } = compileText(WHOLE, { part: PART });
assert.deepEqual(diagnostics, []);

/** `pointer code` of every fault. */
function faultsOf(outputs: JsonObject, of: ExecutionPlan = plan as ExecutionPlan): string[] {
  return placesOf(checkOutputs(of, { outputs, item_outputs: {} }, CONTRACTS));
}

const placesOf = ({ faults }: CheckedOutputs) => faults.map(({ pointer, code }) => `${pointer} ${code}`);

describe('an output given by hand', () => {
  const ECHOED = { echoed_params: { n: 1 }, steps_taken: 0 };
  const TAKEN: JsonObject[] = [
    {},
    { task: ECHOED, after: { echoed_params: {}, steps_taken: 2 } },
    { part: { n: 7, how: 1 } },
    { part: { n: null, how: null } },
    { all: [{ name: 'a', at: 0 }, null] },
    { count: 3 },
    { last: null },
    { last: { message: { name: 'a', at: 4 }, attempt: 1 } },
    { gathered: {} },
    { gathered: { n: 1 } },
    { nap: { slept_ms: 0 } },
  ];
  for (const outputs of TAKEN) {
    test(`is taken: ${JSON.stringify(outputs)}`, () => {
      const given = { outputs, item_outputs: {} };
      assert.deepEqual(checkOutputs(plan as ExecutionPlan, given, CONTRACTS), { given, faults: [] });
    });
  }

  const REFUSED: [JsonObject, string[]][] = [
    [{ task: 7 }, ['/outputs/task wrong_type']],
    [{ task: null }, ['/outputs/task wrong_type']],
    [
      { task: { echoed_params: [], steps_taken: 0.5, extra: 1 } },
      [
        '/outputs/task/echoed_params wrong_type',
        '/outputs/task/steps_taken wrong_type',
        '/outputs/task/extra unknown_field',
      ],
    ],
    [{ task: {} }, ['/outputs/task/echoed_params missing_field', '/outputs/task/steps_taken missing_field']],
    [
      { task: { ...ECHOED, steps_taken: '1' }, count: 1.5 },
      ['/outputs/task/steps_taken wrong_type', '/outputs/count wrong_type'],
    ],
    [{ part: { n: 'one' } }, ['/outputs/part/n wrong_type', '/outputs/part/how missing_field']],
    [{ part: { n: 1, how: 1, why: 1 } }, ['/outputs/part/why unknown_field']],
    [{ all: {} }, ['/outputs/all wrong_type']],
    [{ all: [{ name: 'a', at: 'b' }, 7] }, ['/outputs/all/0/at wrong_type', '/outputs/all/1 wrong_type']],
    [{ last: {} }, ['/outputs/last/message missing_field', '/outputs/last/attempt missing_field']],
    [{ gathered: { n: true } }, ['/outputs/gathered/n wrong_type']],
    [{ nap: { slept_ms: 'long' } }, ['/outputs/nap/slept_ms wrong_type']],
    [
      {
        ask: { approved: true, by: 'me', comment: null, decided_at: '2026-01-01T00:00:00Z' },
        by: {},
        each: {},
        tsk: {},
      },
      [
        '/outputs/ask output_not_supplied',
        '/outputs/by output_not_supplied',
        '/outputs/each output_not_supplied',
        '/outputs/tsk unknown_node',
      ],
    ],
  ];
  for (const [outputs, faults] of REFUSED) {
    test(`is refused: ${JSON.stringify(outputs)}`, () => assert.deepEqual(faultsOf(outputs), faults));
  }

  test('of a handler that is not there any more is taken as it is', () => {
    const given = plan as ExecutionPlan;
    const task = { ...given.nodes.task, handler: 'gone' } as ExecutionPlan['nodes'][string];
    assert.deepEqual(faultsOf({ task: 7, nap: {} }, { ...given, nodes: { ...given.nodes, task } }), [
      '/outputs/nap/slept_ms missing_field',
    ]);
  });

  test('is judged at once where every node gives what the one before gave twice', () => {
    const doubling = Array.from({ length: 60 }, (_, at) => {
      const value = at === 0 ? '1' : `{{ nodes.n${at - 1}.output.message }}`;
      return `  n${at}: { handler: flaky_echo, params: { message: { a: "${value}", b: "${value}" } } }`;
    }).join('\n');
    const { plan: long } = compileText(
      `workflow_id: doubling\nversion: 1\nnodes:\n${doubling}\n  each: { type: fan_out, source: [1], task: { handler: flaky_echo, params: { message: "{{ nodes.n59.output.message }}" } } }\n  all: { type: fan_in, from: each }\n`,
    );
    assert.ok(long);
    assert.deepEqual(faultsOf({ all: [] }, long), []);
    assert.deepEqual(faultsOf({ all: 1 }, long), ['/outputs/all wrong_type']);
  });
});

describe('an output of an item given by hand', () => {
  const check = (item_outputs: Record<string, JsonObject>) =>
    checkOutputs(plan as ExecutionPlan, { outputs: {}, item_outputs }, CONTRACTS);

  test('is taken where it is what the handler, or the spec that is used, could have given', () => {
    const item_outputs = { each: { x: { message: 'by hand', attempt: 1 } }, parts: { '0': { n: 1, how: null } } };
    assert.deepEqual(check(item_outputs), { given: { outputs: {}, item_outputs }, faults: [] });
  });

  test('is refused with every fault', () => {
    const item_outputs = { each: { 'a/b': { message: 1 }, x: 7 }, parts: { '1': { n: 'one', how: 1 } } };
    assert.deepEqual(placesOf(check(item_outputs)), [
      '/item_outputs/each/a~1b/attempt missing_field',
      '/item_outputs/each/x wrong_type',
      '/item_outputs/parts/1/n wrong_type',
    ]);
    assert.deepEqual(placesOf(check({ task: { x: 1 }, eahc: {} })), [
      '/item_outputs/task unknown_item',
      '/item_outputs/eahc unknown_node',
    ]);
  });
});
