import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathOf } from '../../../src/api/gateway/path-of.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';

test('each parameter is one segment of the path', () => {
  assert.equal(pathOf('/api/{a}/x/{b}', { a: 'k', b: 7 }), '/api/k/x/7');
  assert.equal(pathOf('/api/{a}', { a: '../x?y#z%2e' }), '/api/..%2Fx%3Fy%23z%252e');
  assert.equal(pathOf('/api/{a}', { a: '...' }), '/api/...');
});

for (const step of ['.', '..']) {
  test(`${step} is refused, as it would lead to another path`, () => {
    assert.throws(
      () => pathOf('/api/jobs/submit/{workflow_id}', { workflow_id: step }),
      (error) => {
        assert.ok(error instanceof ProblemError);
        assert.deepEqual([error.code, error.faults[0]?.parameter], ['invalid_request', 'workflow_id']);
        return true;
      },
    );
  });
}
