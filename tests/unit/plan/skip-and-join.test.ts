import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { compile } from '../../../src/yaml-compiler/compile.ts';
import { runInMemory } from './support/run-in-memory.ts';

/** The table of the page, row by row: the page and this test cannot part. */
const page = readFileSync(new URL('../../../docs/skip-and-join.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \|(.*)\|$/gm)].map(([, join = '', cells = '']) => [
  join,
  ...cells.split('|').map((cell) => cell.trim()),
]);

/** A parent that comes to a state after a while. */
const PARENTS: Readonly<Record<string, (turns: number, feeder: string) => string>> = {
  completed: (turns) => `{ handler: echo, params: { turns: ${turns} } }`,
  failed: (turns) => `{ handler: echo, params: { turns: ${turns}, fail_with: no_luck } }`,
  skipped: (_, feeder) => `{ handler: echo, depends_on: { settled: [${feeder}] }, when: "{{ false }}" }`,
  cancelled: (_, feeder) => `{ handler: echo, depends_on: ${feeder} }`,
};

/** @param turns after which one, another and the choice come to their ends */
function specOf(join: string, one: string, another: string, turns: readonly [number, number, number]): string {
  const parents = `depends_on: { ${join}: [one, another] }`;
  return `
workflow_id: row
version: 1
nodes:
  feed_one: { handler: echo, params: { turns: ${turns[0]}, fail_with: no_luck } }
  feed_another: { handler: echo, params: { turns: ${turns[1]}, fail_with: no_luck } }
  feed_choice: { handler: echo, params: { turns: ${turns[2]} } }
  one: ${PARENTS[one]?.(turns[0], 'feed_one')}
  another: ${PARENTS[another]?.(turns[1], 'feed_another')}
  choice:
    type: conditional
    depends_on: feed_choice
    branches: [{ name: no, when: "{{ job.attempt > 1 }}", next: missed }, { name: yes, default: true, next: taken }]
  plain: { handler: echo, ${parents} }
  taken: { handler: echo, ${parents} }
  missed: { handler: echo, ${parents} }
  many: { type: fan_out, source: [a], key: "{{ item }}", chunk: { size: 1 }, ${parents}, task: { handler: echo } }
`;
}

const ORDERS = [
  [0, 3, 6],
  [0, 6, 3],
  [3, 0, 6],
  [3, 6, 0],
  [6, 0, 3],
  [6, 3, 0],
] as const;

const STATE_OF: Readonly<Record<string, string>> = { runs: 'completed', skipped: 'skipped', cancelled: 'cancelled' };

it('the page has a row for each join and each two states', () => {
  assert.equal(rows.length, 30);
  assert.equal(new Set(rows.map(([join, one, another]) => `${join} ${one} ${another}`)).size, 30);
});

for (const [join = '', one = '', another = '', plain = '', taken = '', missed = '', items = ''] of rows) {
  it(`${join} of ${one} and ${another}: ${plain}; on arms ${taken}, ${missed}; items ${items}`, async () => {
    for (const turns of ORDERS) {
      const source = specOf(join, one, another, turns);
      const { plan, diagnostics } = compile(source, { file: 'row.yaml', catalogue: HANDLER_CATALOGUE });
      assert.ok(plan, JSON.stringify(diagnostics));
      const { states, calls } = await runInMemory(plan);
      assert.deepEqual(
        [states.one, states.another, states.plain, states.taken, states.missed, calls.includes('many/a')],
        [one, another, STATE_OF[plain], STATE_OF[taken], STATE_OF[missed], items === 'run'],
        `order ${turns}`,
      );
    }
  });
}
