import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf } from '../../../src/activities/runtime/failure-of.ts';
import { bounded } from '../../../src/plan/bounded-fault.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import { Job } from './execution/support.ts';

const left = (count: number) => `… (${count} more characters were left out)`;

test('a fault of a common size stays as it is', () => {
  const fault = { code: 'no_luck', message: 'x'.repeat(2_000), detail: { a: 1 } };
  assert.equal(bounded(fault), fault);
});

test('a message is clipped between characters, and a large detail left out, which both say', () => {
  const fault = { code: 'c'.repeat(300), message: `${'x'.repeat(1_999)}😀😀`, detail: { a: 'y'.repeat(70_000) } };
  assert.deepEqual(bounded(fault), {
    code: 'c'.repeat(200),
    message: `${'x'.repeat(1_999)}${left(4)}`,
    detail: { left_out: 'a detail of 70008 characters' },
  });
});

test('what a spec gives as its reason to fail does not make the failure too large', async () => {
  const job = await Job.run(`
workflow_id: talkative
version: 1
nodes:
  a: { handler: echo, fail_when: { when: "{{ true }}", reason: "{{ range(5000) | join('€€€') }}" } }
`);
  assert.equal(job.state, 'failed');
  assert.match(job.fault?.message ?? '', /^0€€€1€€€2.*… \(\d+ more characters were left out\)$/);
  assert.equal(job.fault?.message.indexOf('…'), 2_000);
  assert.equal(job.report('a').fault?.message, job.fault?.message);
});

test('of a handler neither', () => {
  const { fault, message } = failureOf(new FaultError({ code: 'c', message: 'x'.repeat(2_500) }));
  assert.equal(fault.message, `${'x'.repeat(2_000)}${left(500)}`);
  assert.equal(message, fault.message);
});
