import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleOf } from '../../../src/api/shared/example-of.ts';
import { EVERY_ROUTE } from './support/routes.ts';

for (const route of EVERY_ROUTE) {
  const { operation_id, body, reply } = route;
  if (body !== undefined) {
    test(`${operation_id}: the example of the body is one that is taken`, () => {
      const result = body.safeParse(exampleOf(body) ?? {});
      assert.ok(result.success, `${JSON.stringify(exampleOf(body))}: ${result.error}`);
    });
  }
  test(`${operation_id}: the example of the answer fits its schema`, () => {
    const example = exampleOf(reply.schema);
    const result = reply.schema.safeParse(example);
    assert.ok(result.success, `${JSON.stringify(example)}: ${result.error}`);
  });
}
