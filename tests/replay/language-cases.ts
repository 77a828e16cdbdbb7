import type { ReplayCase } from './cases.ts';
import { cancel, decide, pauseAndResume } from './during.ts';

const USES_FAILING = `
workflow_id: uses_failing
version: 1
nodes:
  sub: { uses: part }
  many: { type: fan_out, source: [1, 2], task: { uses: part } }
  all: { type: fan_in, from: many, aggregation: count }
`;

/** What no shipped spec has, and changes what the interpreter asks of Temporal, or in which order. */
export const LANGUAGE_CASES: readonly ReplayCase[] = [
  {
    name: 'failed',
    spec: `
workflow_id: failing
version: 1
nodes:
  bad: { handler: echo, params: { fail_with: no_luck } }
  after: { handler: echo, depends_on: bad }
  off: { handler: echo, when: "{{ job.attempt > 1 }}" }
  notice: { handler: echo, depends_on: { settled: [after, off] } }
`,
  },
  {
    name: 'items-one-by-one',
    spec: `
workflow_id: one_by_one
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(7) }}"
    max_concurrency: 2
    chunk: { size: 1 }
    task: { handler: echo, params: { n: "{{ item }}" }, when: "{{ item != 3 }}" }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
`,
  },
  {
    name: 'items-in-chunks',
    spec: `
workflow_id: in_chunks
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(20) }}"
    max_concurrency: 6
    chunk: { size: 3 }
    on_failure: { tolerate: 20% }
    task:
      handler: flaky_echo
      params: { message: "{{ item }}", failure_rate: 0.4, seed: 1, fail_for: [5] }
      retry: { max_attempts: 4, initial_delay: 50ms, backoff: fixed }
  sum: { type: fan_in, from: each, aggregation: count }
`,
  },
  {
    name: 'items-fail-fast',
    spec: `
workflow_id: fail_fast
version: 1
nodes:
  each:
    type: fan_out
    source: [1, 2, 3, 4]
    chunk: { size: 1 }
    on_failure: fail_fast
    task: { handler: echo, params: { steps: "{{ 5000 if item == 2 else 600 }}", step_delay: 0.1 } }
`,
    shows: ['ACTIVITY_TASK_CANCEL_REQUESTED'],
  },
  {
    name: 'items-by-spec',
    spec: `
workflow_id: by_spec
version: 1
nodes:
  each:
    type: fan_out
    source: [one, two, three]
    key: "{{ item }}"
    max_concurrency: 2
    task: { uses: echo_test, inputs: { message: "{{ item }}" } }
`,
    shows: ['CHILD_WORKFLOW_EXECUTION_COMPLETED'],
  },
  {
    name: 'items-in-batches',
    spec: `
workflow_id: in_batches
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(1800) }}"
    max_concurrency: 100
    chunk: { size: 1 }
    task: { handler: echo }
  number: { type: fan_in, from: each, aggregation: count }
`,
    shows: ['CHILD_WORKFLOW_EXECUTION_COMPLETED'],
  },
  {
    // Large enough for a batch's own history to be full.
    name: 'items-in-continued-batches',
    spec: `
workflow_id: in_continued_batches
version: 1
inputs: { text: { type: string } }
nodes:
  each:
    type: fan_out
    source: "{{ range(900) }}"
    chunk: { size: 1 }
    task: { handler: echo, params: { n: "{{ item }}", text: "{{ inputs.text }}" } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
outputs: { all: "{{ nodes.all.output }}" }
`,
    inputs: { text: 'A rhumb line holds its course across every meridian. '.repeat(150) },
    shows: ['WORKFLOW_EXECUTION_CONTINUED_AS_NEW'],
  },
  {
    name: 'continued',
    spec: `
workflow_id: continued
version: 1
nodes:
  first: { type: fan_out, source: "{{ range(1000) }}", max_concurrency: 1000, chunk: { size: 1 }, task: { handler: echo } }
  left: { type: fan_out, depends_on: first, source: "{{ range(900) }}", max_concurrency: 900, chunk: { size: 1 }, task: { handler: echo } }
  right: { type: fan_out, depends_on: first, source: "{{ range(900) }}", max_concurrency: 900, chunk: { size: 1 }, task: { handler: echo } }
  last: { handler: echo, depends_on: [left, right] }
`,
    shows: ['WORKFLOW_EXECUTION_CONTINUED_AS_NEW'],
  },
  {
    name: 'used-spec-paused',
    spec: `
workflow_id: uses_another
version: 1
nodes:
  sub: { uses: echo_test, inputs: { steps: 30, step_delay: 0.05 } }
  after: { handler: echo, params: { got: "{{ nodes.sub.output.message }}" } }
`,
    during: pauseAndResume,
    shows: ['SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED', 'CHILD_WORKFLOW_EXECUTION_COMPLETED'],
  },
  {
    name: 'used-spec-cancelled',
    spec: `
workflow_id: cancels_another
version: 1
nodes:
  sub: { uses: echo_test, inputs: { steps: 600, step_delay: 0.1 } }
`,
    during: cancel,
    shows: ['CHILD_WORKFLOW_EXECUTION_CANCELED'],
  },
  {
    name: 'used-spec-failed',
    spec: USES_FAILING,
    uses: { part: fails('part') },
    shows: ['CHILD_WORKFLOW_EXECUTION_FAILED'],
  },
  {
    name: 'used-spec-retried',
    spec: USES_FAILING,
    uses: { part: fails('part') },
    retry: {},
    shows: ['CHILD_WORKFLOW_EXECUTION_COMPLETED'],
  },
  {
    name: 'waits',
    spec: `
workflow_id: waits
version: 1
nodes:
  nap: { type: sleep, duration: 100ms }
  past: { type: sleep, depends_on: nap, until: "2020-01-01T00:00:00Z" }
  ask: { type: approval, depends_on: past, message: "Go on?", timeout: 1h }
  unheard: { type: approval, depends_on: ask, message: "Anybody?", timeout: 100ms }
`,
    during: decide('ask', true),
    shows: ['TIMER_FIRED', 'TIMER_CANCELED', 'WORKFLOW_EXECUTION_UPDATE_COMPLETED'],
  },
  {
    name: 'ended-early',
    spec: `
workflow_id: ended_early
version: 1
nodes:
  quick: { handler: echo, params: { n: 0 }, complete_when: { when: "{{ output.echoed_params.n == 0 }}", reason: nothing to do } }
  slow: { handler: echo, params: { steps: 600, step_delay: 0.1 } }
  after: { handler: echo, depends_on: slow }
`,
    shows: ['ACTIVITY_TASK_CANCELED', 'WORKFLOW_EXECUTION_COMPLETED'],
  },
  {
    name: 'failed-early',
    spec: `
workflow_id: failed_early
version: 1
nodes:
  quick: { handler: echo, params: { n: 0 }, fail_when: "{{ output.echoed_params.n == 0 }}" }
  slow: { handler: echo, params: { steps: 600, step_delay: 0.1 } }
`,
    shows: ['ACTIVITY_TASK_CANCELED', 'WORKFLOW_EXECUTION_FAILED'],
  },
  {
    name: 'job-timeout',
    spec: `
workflow_id: job_timeout
version: 1
timeout: 1s
nodes:
  nap: { type: sleep, duration: 1h }
  slow: { handler: echo, params: { steps: 600, step_delay: 0.1 } }
`,
    shows: ['TIMER_FIRED', 'TIMER_CANCELED', 'ACTIVITY_TASK_CANCELED'],
  },
  {
    name: 'job-in-time',
    spec: `
workflow_id: job_in_time
version: 1
timeout: 1h
nodes:
  only: { handler: echo }
`,
    shows: ['TIMER_STARTED'],
  },
  {
    name: 'scheduled',
    spec: `
workflow_id: scheduled
version: 1
nodes:
  only: { handler: echo }
`,
    scheduled: true,
    shows: ['CHILD_WORKFLOW_EXECUTION_COMPLETED'],
  },
  {
    name: 'callback',
    spec: `
workflow_id: callback
version: 1
nodes:
  only: { handler: echo }
`,
    callback: { delays_ms: [50, 60_000] },
    shows: ['TIMER_FIRED', 'WORKFLOW_EXECUTION_COMPLETED'],
  },
  { name: 'retried', spec: fails('retried'), retry: {} },
  { name: 'retried-items', spec: fails('retried_items'), retry: { items: { each: ['2'] } } },
  { name: 'retried-by-hand', spec: fails('retried_by_hand'), retry: { outputs: { bad: { n: 7 } } } },
];

/** Its first attempt fails at two items and in a node: 5000 steps are more than there may be. */
function fails(id: string): string {
  return `
workflow_id: ${id}
version: 1
nodes:
  good: { handler: echo }
  bad: { handler: echo, params: { n: 1, steps: "{{ 5000 if job.attempt == 1 else 1 }}" } }
  each:
    type: fan_out
    depends_on: good
    source: "{{ range(4) }}"
    chunk: { size: 2 }
    task: { handler: echo, params: { n: "{{ item }}", steps: "{{ 5000 if job.attempt == 1 and item > 1 else 1 }}" } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
  after: { handler: echo, depends_on: { any_of: [bad, all] } }
`;
}
