import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { stackEnv } from '../support/stack.ts';
import { statements } from './support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { rhumbline } from './support/rhumbline.ts';

const platform = `cli-${randomUUID().slice(0, 8)}`;
/** Oldest first. */
const ids: string[] = [];

before(async () => {
  await statements(stackEnv('DATABASE_URL'), [
    `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs)
     VALUES ('${platform}', 'Of the command line', ARRAY['dataset_id', 'resource_id'])`,
  ]);
  const requests = [];
  for (let index = 0; index < 3; index += 1) {
    const submission = echoSubmission({ platform_id: platform });
    ids.push(String((await clientWith().post('/api/platform/submit', submission)).body.asset_id));
    requests.push(submission.request_id);
  }
  await Promise.all(requests.map((id) => untilProcessed(clientWith(), id)));
});

test('cli: assets, as a table and page by page', async () => {
  const { exitCode, out } = await rhumbline(['assets', '--platform', platform]);
  const [head, ...lines] = out.split('\n');
  assert.equal(exitCode, 0);
  assert.match(head ?? '', /^asset +platform +type +version +processing +approval +clearance +created$/);
  assert.deepEqual(
    lines.map((line) => line.split(/ +/).slice(0, 7)),
    ids.toReversed().map((id) => [id, platform, 'raster', '1', 'completed', 'pending_review', 'uncleared']),
  );
  const first = JSON.parse((await rhumbline(['assets', '--platform', platform, '--limit', '2', '--json'])).out);
  const onward = ['--cursor', first.next_cursor, '--limit', '2', '--json'];
  const second = JSON.parse((await rhumbline(['assets', '--platform', platform, ...onward])).out);
  const listed = [...first.assets, ...second.assets].map(({ asset_id }: { asset_id: string }) => asset_id);
  assert.deepEqual([listed, second.next_cursor], [ids.toReversed(), null]);
  const told = await rhumbline(['assets', '--platform', platform, '--limit', '1', '--oldest']);
  assert.match(told.out, new RegExp(`\n${ids[0]} .*\nThere are more: --all, or --cursor \\S+$`));
});

test('cli: jobs by filters; nothing found, and what is no filter', async () => {
  const of = ['jobs', '--platform', platform];
  const all = JSON.parse((await rhumbline([...of, '--oldest', '--all', '--json'])).out);
  assert.deepEqual(
    all.jobs.map(({ job_id, state }: { job_id: string; state: string }) => [job_id, state]),
    ids.map((id) => [`${id}-v1-r0`, 'completed']),
  );
  assert.match(
    (await rhumbline([...of, '--asset', String(ids[1])])).out,
    new RegExp(`\n${ids[1]}-v1-r0 +echo_test +completed`),
  );
  assert.equal((await rhumbline([...of, '--state', 'failed'])).out, 'no jobs');
  for (const [args, exitCode, message] of [
    [['--state', 'asleep'], 2, /Allowed choices are pending, running/],
    [['--limit', '0'], 2, /whole number from 1/],
    [['--since', 'yesterday'], 3, /created_after invalid_format/],
    [['--cursor', 'x'], 3, /invalid_cursor/],
  ] as const) {
    const run = await rhumbline(['jobs', ...args]);
    assert.equal(run.exitCode, exitCode, `${args}: ${run.err}`);
    assert.match(run.err, message);
  }
});
