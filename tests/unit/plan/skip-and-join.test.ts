import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import type { TaskAttempt } from '../../../src/spec-test/machine/reply.ts';
import { after, fail, Job } from './execution/support.ts';

/** The table of the page, row by row: the page and this test cannot part. */
const page = readFileSync(new URL('../../../docs/skip-and-join.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \|(.*)\|$/gm)].map(([, join = '', cells = '']) => [
  join,
  ...cells.split('|').map((cell) => cell.trim()),
]);

/** A parent that comes to a state after a while; its feeder fails then. */
const PARENTS: Readonly<Record<string, (takes: number, feeder: string) => string>> = {
  completed: (takes) => `{ handler: echo, params: { takes: ${takes} } }`,
  failed: (takes) => `{ handler: echo, params: { takes: ${takes}, fail_with: no_luck } }`,
  skipped: (_, feeder) => `{ handler: echo, depends_on: { settled: [${feeder}] }, when: "{{ false }}" }`,
  cancelled: (_, feeder) => `{ handler: echo, depends_on: ${feeder} }`,
};

/** @param takes milliseconds until the one, the other and the choice are there */
function specOf(join: string, one: string, other: string, takes: readonly [number, number, number]): string {
  const parents = `depends_on: { ${join}: [one, other] }`;
  return `
workflow_id: row
version: 1
nodes:
  feed_one: { handler: echo, params: { takes: ${takes[0]}, fail_with: no_luck } }
  feed_other: { handler: echo, params: { takes: ${takes[1]}, fail_with: no_luck } }
  feed_choice: { handler: echo, params: { takes: ${takes[2]} } }
  one: ${PARENTS[one]?.(takes[0], 'feed_one')}
  other: ${PARENTS[other]?.(takes[1], 'feed_other')}
  choice:
    type: conditional
    depends_on: feed_choice
    branches: [{ name: no, when: "{{ job.attempt > 1 }}", next: missed }, { name: yes, default: true, next: taken }]
  plain: { handler: echo, ${parents} }
  taken: { handler: echo, ${parents} }
  missed: { handler: echo, ${parents} }
  many: { type: fan_out, source: [a], key: "{{ item }}", ${parents}, task: { handler: echo } }
`;
}

function answer({ params }: TaskAttempt) {
  const failure = params.fail_with === undefined ? undefined : fail('no_luck', { retryable: false });
  return after(Number(params.takes ?? 0), failure);
}

/** Which of the three is there first, second, last. */
const ORDERS = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [2, 3, 1],
  [3, 1, 2],
  [3, 2, 1],
] as const;

const STATE_OF: Readonly<Record<string, string>> = { runs: 'completed', skipped: 'skipped', cancelled: 'cancelled' };

it('the page has a row for each join and each two states', () => {
  assert.equal(rows.length, 30);
  assert.equal(new Set(rows.map(([join, one, other]) => `${join} ${one} ${other}`)).size, 30);
});

for (const [join = '', one = '', other = '', plain = '', taken = '', missed = '', items = ''] of rows) {
  it(`${join} of ${one} and ${other}: ${plain}; on arms ${taken}, ${missed}; items ${items}`, async () => {
    for (const takes of ORDERS) {
      const { states, calls } = await Job.run(specOf(join, one, other, takes), { answer });
      assert.deepEqual(
        [states.one, states.other, states.plain, states.taken, states.missed, calls.includes('many/a')],
        [one, other, STATE_OF[plain], STATE_OF[taken], STATE_OF[missed], items === 'run'],
        `order ${takes}`,
      );
    }
  });
}
