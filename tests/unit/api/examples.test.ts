import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOMAIN_ROUTES, GATEWAY_ROUTES } from '../../../scripts/docs/routes.ts';
import { exampleOf } from '../../../src/api/shared/example-of.ts';

for (const route of [...GATEWAY_ROUTES, ...DOMAIN_ROUTES]) {
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
