import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { PROBLEM_TYPE } from '../../src/api/shared/problem.ts';
import { PROBLEMS, type ProblemCode } from '../../src/api/shared/problem-codes.ts';
import { eventually, ROOT } from '../support/stack.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { ROWS } from './support/problems/rows.ts';
import { makeWorld, type World } from './support/problems/world.ts';

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** Headers that go with a status, whichever code it has. */
const HEADERS: Readonly<Record<number, string>> = {
  401: 'www-authenticate',
  405: 'allow',
  429: 'retry-after',
  503: 'retry-after',
};

describe('every code of the table is sent, under its status', { concurrency: 4 }, () => {
  const lifetime = suiteLifetime();
  let world: World;
  before(async () => {
    world = await makeWorld(lifetime);
  });

  for (const code of CODES) {
    const row = ROWS[code];
    if (typeof row !== 'function') continue;
    const { status, title } = PROBLEMS[code];
    test(`${status} ${code}`, async (t) => {
      // What is only busy is asked again, as a client would.
      const answer = await eventually(async () => {
        const said = await row(world, t);
        assert.ok(said.status !== 503 || said.body.code === code, JSON.stringify(said.body));
        return said;
      });
      assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(answer.body));
      assert.equal(answer.headers.get('content-type'), PROBLEM_TYPE);
      const { type, title: told, status: inBody, detail, request_id } = answer.body;
      assert.deepEqual([type, told, inBody], [`urn:rhumbline:problem:${code}`, title, status]);
      assert.match(String(detail), /^.+[.?]$/s);
      assert.equal(answer.headers.get('x-request-id'), request_id);
      const header = HEADERS[status];
      if (header !== undefined) assert.ok(answer.headers.get(header), `there is no ${header}`);
    });
  }
});

test('the others are sent where this says', () => {
  for (const code of CODES) {
    const row = ROWS[code];
    if (typeof row === 'function') continue;
    assert.ok(readFileSync(join(ROOT, 'tests', row.tested), 'utf8').includes(code), `${row.tested} has no ${code}`);
  }
});
