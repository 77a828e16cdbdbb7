import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { after, fail, Job } from './support.ts';

const HOUR = 3_600_000;

const spec = (nodes: string, top = '') => `workflow_id: spec
version: 1
inputs: { n: { type: integer, default: 0 }, at: { type: string, default: "2026-01-01T06:00:00Z" } }
${top}
nodes:
${nodes}`;

describe('early ends', () => {
  const EARLY = spec(
    `
  look:
    handler: echo
    params: { n: "{{ inputs.n }}" }
    complete_when: { when: "{{ output.echoed_params.n == 0 }}", reason: "nothing to do for {{ output.echoed_params.n }}" }
    fail_when: "{{ output.echoed_params.n < 0 }}"
  work: { handler: echo, params: { n: "{{ nodes.look.output.echoed_params.n }}" } }
  beside: { handler: long_echo, params: { message: 1 } }
`,
    'outputs: { n: "{{ nodes.work.output.echoed_params.n }}", looked: "{{ nodes.look.output.echoed_params.n }}" }',
  );
  const answer = ({ node_id }: { node_id: string }) =>
    node_id === 'beside' ? after(60_000, { message: 1, steps: 1, attempts: [] }) : undefined;

  it('complete_when completes the job, stops what runs, and leaves outputs null that were not reached', async () => {
    const job = await Job.run(EARLY, { inputs: { n: 0 }, answer });
    assert.deepEqual([job.state, job.outputs, job.took], ['completed', { n: null, looked: 0 }, 0]);
    assert.deepEqual(job.states, { look: 'completed', work: 'cancelled', beside: 'cancelled' });
    assert.equal(job.report('look').note, 'ended the job: nothing to do for 0');
  });

  it('fail_when fails the job with its code, and the condition where no reason is given', async () => {
    const job = await Job.run(EARLY, { inputs: { n: -1 }, answer });
    assert.deepEqual([job.state, job.fault?.code, job.took], ['failed', 'fail_when', 0]);
    assert.match(job.fault?.message ?? '', /output\.echoed_params\.n < 0/);
    assert.deepEqual(job.states, { look: 'failed', work: 'cancelled', beside: 'cancelled' });
  });

  it('neither leaves the job to run on', async () => {
    const job = await Job.run(EARLY, { inputs: { n: 1 }, answer });
    assert.deepEqual([job.state, job.outputs], ['completed', { n: 1, looked: 1 }]);
  });

  it('a job does not complete past a node that had failed, and ends all the same', async () => {
    const yaml = spec(`
  a: { handler: echo, retry: { max_attempts: 1 } }
  b: { handler: echo, complete_when: { when: "{{ true }}", reason: enough } }
  c: { handler: echo, depends_on: b }
`);
    const failsAfter = (a: number, b: number) => Job.run(yaml, { answer: ({ node_id }) => answers(node_id, a, b) });
    const answers = (id: string, a: number, b: number) => (id === 'a' ? after(a, fail('no')) : after(b));
    const failed = await failsAfter(1_000, 2_000);
    assert.deepEqual([failed.state, failed.fault?.code, failed.fault?.detail?.node_id], ['failed', 'no', 'a']);
    assert.deepEqual([failed.states.c, failed.took], ['cancelled', 2_000]);
    assert.equal(failed.report('b').note, 'ended the job: enough');
    const completed = await failsAfter(2_000, 1_000);
    assert.deepEqual([completed.state, completed.states.a], ['completed', 'cancelled']);
  });

  it('of two ends at the same time one is the end of the job, and the other one of nothing', async () => {
    const node = (id: string, end: string) =>
      `  ${id}: { type: sleep, until: "2025-01-01T00:00:00Z", ${end}: "{{ true }}" }\n`;
    const ends = (a: string, b: string) => Job.run(spec(node('a', a) + node('b', b)));
    const failed = await ends('fail_when', 'complete_when');
    const until = 'until 2025-01-01T00:00:00.000Z';
    assert.deepEqual([failed.state, failed.states.b, failed.report('b').note], ['failed', 'completed', until]);
    const completed = await ends('complete_when', 'fail_when');
    assert.deepEqual(
      [completed.state, completed.states.b, completed.report('b').fault],
      ['completed', 'completed', null],
    );
  });

  it('a fan-out may end the job by what its items came to', async () => {
    const yaml = spec(`
  each:
    type: fan_out
    source: "{{ range(inputs.n) }}"
    on_failure: { tolerate: 50% }
    complete_when: "{{ output.total == 0 }}"
    fail_when: { when: "{{ output.failed > 1 }}", reason: "{{ output.failed }} of {{ output.total }} failed" }
    task: { handler: echo, params: { n: "{{ item }}" }, retry: { max_attempts: 1 } }
  tell: { handler: echo, depends_on: each }
`);
    const failing =
      (count: number) =>
      ({ key }: { key: string | null }) =>
        Number(key) < count && key !== null ? fail('no') : undefined;
    assert.deepEqual((await Job.run(yaml, { inputs: { n: 0 } })).states, { each: 'completed', tell: 'cancelled' });
    assert.deepEqual((await Job.run(yaml, { inputs: { n: 4 }, answer: failing(1) })).states, {
      each: 'completed',
      tell: 'completed',
    });
    const job = await Job.run(yaml, { inputs: { n: 4 }, answer: failing(2) });
    assert.deepEqual([job.state, job.fault?.message], ['failed', '2 of 4 failed']);
  });
});

describe('the timeout of a job', () => {
  const yaml = spec('  a: { handler: echo, params: {} }\n  b: { handler: echo, depends_on: a }', 'timeout: 1h');

  it('fails it and stops what runs', async () => {
    const job = await Job.run(yaml, { answer: () => after(50 * 60_000) });
    assert.deepEqual([job.state, job.fault?.code, job.took], ['failed', 'job_timeout', HOUR]);
    assert.deepEqual(job.states, { a: 'completed', b: 'cancelled' });
  });

  it('does nothing to a job that ends before', async () => {
    assert.deepEqual((await Job.run(yaml, { answer: () => after(20 * 60_000) })).took, 40 * 60_000);
  });

  it('begins anew with the next attempt', async () => {
    const job = await Job.run(yaml, { answer: () => after(50 * 60_000) });
    const again = await job.retry();
    assert.deepEqual([again.state, again.calls], ['completed', ['b']]);
  });
});

describe('an approval', () => {
  const yaml = (rejection: string) =>
    spec(`
  ask: { type: approval, message: "Go on with {{ inputs.n }}?", timeout: 24h, on_rejection: ${rejection} }
  go: { handler: echo, params: { by: "{{ nodes.ask.output.by }}" } }
`);

  it('lets the job go on when it is given', async () => {
    const job = await Job.run(yaml('fail'), { decisions: { ask: { by: 'alice', comment: 'Fine.', takes_ms: HOUR } } });
    const output = { approved: true, by: 'alice', comment: 'Fine.', decided_at: '2026-01-01T01:00:00.000Z' };
    assert.deepEqual([job.state, job.output('ask'), job.took], ['completed', output, HOUR]);
  });

  it('fails the job when it is refused', async () => {
    const job = await Job.run(yaml('fail'), { decisions: { ask: { approved: false, by: 'bob', comment: 'No.' } } });
    assert.deepEqual([job.state, job.fault?.code], ['failed', 'approval_rejected']);
    assert.equal(job.fault?.message, 'The approval was refused by bob: No.');
    assert.deepEqual(job.states, { ask: 'failed', go: 'cancelled' });
  });

  it('is just an answer where the spec says so', async () => {
    const job = await Job.run(yaml('complete'), { decisions: { ask: { approved: false, by: 'bob' } } });
    assert.deepEqual([job.state, job.report('ask').note], ['completed', 'rejected by bob']);
  });

  it('fails the job when nobody decides in time, and a decision that comes later is none', async () => {
    const job = await Job.run(yaml('fail'), { decisions: { ask: { takes_ms: 25 * HOUR } } });
    assert.deepEqual([job.fault?.code, job.took], ['approval_timeout', 24 * HOUR]);
    assert.match(job.fault?.message ?? '', /Go on with 0\?/);
    assert.equal(job.report('ask').note, null);
  });

  it('without a timeout waits for ever', async () => {
    const job = await Job.run(spec('  ask: { type: approval, message: "?" }'));
    assert.deepEqual([job.state, job.report('ask').note], ['running', 'waits for approval: ?']);
  });

  it('is asked for again in the next attempt', async () => {
    const job = await Job.run(yaml('fail'), { decisions: { ask: { approved: false } } });
    const again = await job.retry({}, { decisions: { ask: { approved: true } } });
    assert.deepEqual([again.state, again.calls], ['completed', ['go']]);
  });

  it('refuses decisions on nodes that do not wait', async () => {
    const refused: unknown[] = [];
    const decide = (node_id: string) => (job: Job['attempt']) => {
      try {
        job.execution.control.decide({ node_id, approved: true, by: 'x', comment: null });
      } catch (error) {
        refused.push(error);
      }
    };
    const twice = (act: (job: Job['attempt']) => void) => (job: Job['attempt']) => {
      act(job);
      act(job);
    };
    const job = await Job.run(yaml('fail'), {
      during: { 5: decide('go'), 6: decide('nothing'), 7: twice(decide('ask')) },
    });
    assert.equal(job.state, 'completed');
    assert.deepEqual(
      refused.map((error) => (error as { fault?: { code: string } }).fault?.code),
      ['not_waiting', 'not_waiting', 'not_waiting'],
    );
  });
});

describe('sleep', () => {
  it('waits for a duration, or until an instant', async () => {
    const job = await Job.run(
      spec('  nap: { type: sleep, duration: 10m }\n  dawn: { type: sleep, until: "{{ inputs.at }}", depends_on: nap }'),
    );
    assert.deepEqual(
      [job.output('nap'), job.output('dawn')],
      [{ slept_ms: 600_000 }, { slept_ms: 6 * HOUR - 600_000 }],
    );
    assert.equal(job.took, 6 * HOUR);
  });

  it('does not wait for what has passed', async () => {
    const job = await Job.run(spec('  dawn: { type: sleep, until: "{{ inputs.at }}" }'), {
      inputs: { at: '2025-12-31T23:59:59Z' },
    });
    assert.deepEqual([job.output('dawn'), job.took], [{ slept_ms: 0 }, 0]);
  });

  it('fails at what is no instant', async () => {
    for (const at of ['tomorrow', '2026-02-30T00:00:00Z', '2026-01-01T24:00:00Z']) {
      const job = await Job.run(spec('  dawn: { type: sleep, until: "{{ inputs.at }}" }'), { inputs: { at } });
      assert.deepEqual([job.state, job.fault?.code], ['failed', 'invalid_instant'], at);
    }
  });

  it('ends with the job when that is cancelled', async () => {
    const job = await Job.run(spec('  nap: { type: sleep, duration: 10m }'), { during: { 1000: (it) => it.cancel() } });
    assert.deepEqual([job.state, job.states, job.took], ['cancelled', { nap: 'cancelled' }, 1_000]);
  });
});

describe('keys of items', () => {
  it('are refused where they are half a character', async () => {
    const yaml = spec(
      '  f: { type: fan_out, source: "{{ inputs.at | split(\'-\') }}", key: "{{ item }}", task: { handler: echo } }',
    );
    const job = await Job.run(yaml, { inputs: { at: '\ud800-\ud801' } });
    assert.deepEqual([job.state, job.fault?.code], ['failed', 'invalid_key']);
    assert.match(job.fault?.message ?? '', /item 0 is no text of Unicode/);
  });
});

describe('a note', () => {
  it('is cut where it is very long', async () => {
    const job = await Job.run(spec('  ask: { type: approval, message: "{{ range(9000) | join }}" }'));
    assert.match(job.report('ask').note ?? '', /^waits for approval: 0123.*more characters were left out\)$/);
    assert.ok((job.report('ask').note ?? '').length < 2_100);
  });
});

describe('a pause', () => {
  const yaml = spec('  a: { handler: echo, params: {} }\n  b: { handler: echo, depends_on: a }');

  it('lets what runs go on, and starts nothing until it is over', async () => {
    const job = await Job.run(yaml, {
      answer: () => after(10_000),
      during: { 5000: (it) => it.execution.control.pause(), 60000: (it) => it.execution.control.resume() },
    });
    assert.deepEqual([job.state, job.took], ['completed', 70_000]);
  });

  it('holds the job until somebody resumes it', async () => {
    const job = await Job.run(yaml, {
      answer: () => after(10_000),
      during: { 5000: (it) => it.execution.control.pause() },
    });
    assert.deepEqual([job.state, job.calls], ['running', ['a']]);
    assert.equal(job.attempt.execution.progress().is_paused, true);
  });

  it('does not keep a job from being cancelled', async () => {
    const during = {
      5000: (it: Job['attempt']) => it.execution.control.pause(),
      20000: (it: Job['attempt']) => it.cancel(),
    };
    const job = await Job.run(yaml, { answer: () => after(10_000), during });
    assert.deepEqual([job.state, job.states], ['cancelled', { a: 'completed', b: 'cancelled' }]);
  });
});

describe('attempts of a task', () => {
  const yaml = spec(
    '  a: { handler: echo, params: {}, timeout: { start_to_close: 10s, schedule_to_close: 25s }, retry: { max_attempts: 5, initial_delay: 1s, backoff: exponential, non_retryable: [hopeless] } }',
  );

  it('end at a code that the spec calls hopeless', async () => {
    const job = await Job.run(yaml, { answer: ({ attempt }) => fail(attempt === 1 ? 'unlucky' : 'hopeless') });
    assert.deepEqual([job.fault?.code, job.calls.length, job.took], ['hopeless', 2, 1_000]);
  });

  it('end when the time for all of them is over', async () => {
    const job = await Job.run(yaml, { answer: () => after(60_000) });
    // 10 s, a wait of 1 s, 10 s, a wait of 2 s, and 2 s that are left.
    assert.deepEqual([job.fault?.code, job.calls.length, job.took], ['timeout_schedule_to_close', 3, 25_000]);
  });

  it('end with their own fault when there is no time left for another one', async () => {
    const job = await Job.run(yaml, { answer: () => after(9_000, fail('unlucky')) });
    assert.deepEqual([job.fault?.code, job.calls.length, job.took], ['timeout_schedule_to_close', 3, 25_000]);
    const quick = await Job.run(yaml.replace('25s', '19s'), { answer: () => after(9_000, fail('unlucky')) });
    assert.deepEqual([quick.fault?.code, quick.calls.length, quick.took], ['unlucky', 2, 19_000]);
  });
});
