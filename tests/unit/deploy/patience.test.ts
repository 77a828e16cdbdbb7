import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patiently } from '../../../src/main/patience.ts';
import { FaultError } from '../../../src/plan/fault.ts';

test('patience: what comes up later is waited for, and each attempt that failed is told', async () => {
  const told: unknown[] = [];
  let attempts = 0;
  const outcome = await patiently({ seconds: 30, report: (error) => told.push(error) }, async () => {
    attempts += 1;
    if (attempts < 2) throw new Error('not yet');
    return 'there';
  });
  assert.equal(outcome, 'there');
  assert.deepEqual(told.map(String), ['Error: not yet']);
});

test('patience: none without time, nor with what somebody has to mend', async () => {
  let attempts = 0;
  const failing = (error: Error) => () => {
    attempts += 1;
    return Promise.reject(error);
  };
  const report = () => assert.fail('it was tried again');
  await assert.rejects(patiently({ seconds: 0, report }, failing(new Error('away'))), /away/);
  const fault = new FaultError({ code: 'roles_not_distinct', message: 'must name three users' });
  await assert.rejects(patiently({ seconds: 30, report }, failing(fault)), /three users/);
  assert.equal(attempts, 2);
});
