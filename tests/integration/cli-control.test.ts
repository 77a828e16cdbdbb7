import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { CliRun } from '../support/cli/run-in-process.ts';
import { eventually } from '../support/stack.ts';
import { rhumbline } from './support/rhumbline.ts';

const folder = mkdtempSync(join(tmpdir(), 'rhumbline-cli-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs a spec that is sent along, and gives the job's id. */
async function start(spec: string, ...inputs: string[]): Promise<string> {
  const path = file(`${randomUUID()}.yaml`, spec);
  const args = inputs.flatMap((input) => ['-i', input]);
  const { exitCode, out, err } = await rhumbline(['run', path, ...args, '--idempotency-key', randomUUID(), '--json']);
  assert.deepEqual([exitCode, err], [0, '']);
  return JSON.parse(out).job_id;
}

const codeOf = ({ exitCode, err }: CliRun) => `${exitCode} ${err.split(':')[0]}`;

const FAILS = `
workflow_id: cli_fails
version: 1
nodes:
  good: { handler: echo, params: { n: 1 } }
  bad: { handler: echo, depends_on: good, params: { fail_with: sorry }, retry: { max_attempts: 1 } }
  after: { handler: echo, params: { got: "{{ nodes.bad.output.echoed_params }}" } }
outputs: { got: "{{ nodes.after.output.echoed_params.got }}" }
`;

test('cli run: a spec that is sent along runs, and the exit code is that of its job', async () => {
  const path = file(
    'says.yaml',
    'workflow_id: says\nversion: 1\ninputs: { word: { type: string } }\nnodes:\n  say: { handler: echo, params: { word: "{{ inputs.word }}" } }\noutputs: { word: "{{ nodes.say.output.echoed_params.word }}" }\n',
  );
  const word = randomUUID();
  const { exitCode, out, err } = await rhumbline(['run', path, '-i', `word=${word}`, '--wait']);
  assert.deepEqual([exitCode, err], [0, '']);
  assert.match(
    out,
    new RegExp(
      `^Accepted: job says-[0-9a-f]{16}, \\w+\\.\\n[\\s\\S]*\\nsays completed after [\\d.]+ s\\.\\n {2}word: ${word}$`,
    ),
  );
});

test('cli run: a job of before that has failed is not run again, and the way on is told', async () => {
  const path = file('fails.yaml', `${FAILS}description: ${randomUUID()}\n`);
  const run = (...more: string[]) => rhumbline(['run', path, ...more]);
  const first = await run('--wait', '--json');
  const { job_id, created } = JSON.parse(first.out);
  assert.deepEqual([first.exitCode, created], [1, true]);
  const again = await run();
  assert.equal(again.exitCode, 1);
  assert.match(
    again.out,
    new RegExp(`^Nothing is run: the job ${job_id} .* is failed already\\.\nGo on .*: rhumbline retry ${job_id}\n`),
  );
});

test('cli run: specs beside the file are sent along where it uses them', async () => {
  const using = (id: string, used: string) =>
    `workflow_id: ${id}\nversion: 1\ninputs: { word: { type: string } }\nnodes: { a: { uses: ${used}, inputs: { word: "{{ inputs.word }}" } } }\noutputs: { word: "{{ nodes.a.output.word }}" }\n`;
  const path = file('upper.yaml', using('upper', 'beside_middle'));
  file('beside_middle.yaml', using('beside_middle', 'beside_lower'));
  file(
    'beside_lower.yaml',
    'workflow_id: beside_lower\nversion: 1\ninputs: { word: { type: string } }\nnodes: { say: { handler: echo, params: { w: "{{ inputs.word }}" } } }\noutputs: { word: "{{ nodes.say.output.echoed_params.w }}!" }\n',
  );
  file('beside_unused.yaml', 'not: [a spec');
  const { exitCode, out, err } = await rhumbline(['run', path, '-i', `word=${randomUUID()}`, '--wait', '--json']);
  assert.deepEqual([exitCode, err], [0, '']);
  assert.match(JSON.parse(out).job.result.outputs.word, /^[0-9a-f-]{36}!$/);

  const told = await rhumbline(['run', file('lone.yaml', using('lone', 'beside_midle')), '-i', 'word=x']);
  assert.match(told.err, /unknown-spec: There is no workflow spec `beside_midle` \(looked in .*workflows\/\)\./);
});

test('cli run: every fault of the spec comes with line and column', async () => {
  const path = file(
    'bad.yaml',
    'workflow_id: bad\nversion: 1\nnodes:\n  a: { handler: ecko }\n  b: { handler: echo, whn: true }\n',
  );
  const told = await rhumbline(['run', path]);
  assert.deepEqual([told.exitCode, told.out], [3, '']);
  assert.match(told.err, /^invalid_workflow: /);
  assert.match(told.err, /\n {2}\/spec:4:\d+ unknown-handler: .*Did you mean `echo`\?/);
  assert.match(told.err, /\n {2}\/spec:5:\d+ unknown-field: .*Did you mean `when`\?/);
  const { error } = JSON.parse((await rhumbline(['run', path, '--json'])).out);
  assert.deepEqual([error.errors[0].line, error.errors[0].pointer], [4, '/spec']);
});

/** `b` goes on for as long as nobody decides. */
const STEPS = `
workflow_id: cli_steps
version: 1
nodes:
  a: { handler: echo, params: { steps: 10, step_delay: 0.5 } }
  b: { type: approval, depends_on: a, message: "Go on?" }
`;

test('cli pause and resume: a paused job says so, starts nothing, and goes on', async () => {
  const jobId = await start(STEPS);
  const said: string[] = [];
  const watching = rhumbline(['watch', jobId], { onOut: (text) => said.push(...text.split('\n')) });
  const untilSaid = (line: string, times = 1) =>
    eventually(() => assert.equal(said.filter((each) => each === line).length, times, said.join('\n')));
  await untilSaid('  cli_steps running');
  const asked = await rhumbline(['pause', jobId]);
  assert.deepEqual([asked.exitCode, asked.out], [0, `Asked ${jobId} to pause.`]);
  await eventually(async () => {
    const { out } = await rhumbline(['status', jobId]);
    assert.match(out, / {2}paused {2}50 %/);
    assert.match(out, /\n {2}○ b approval .* ready/);
  });
  await untilSaid('  cli_steps paused');
  const resumed = JSON.parse((await rhumbline(['resume', jobId, '--json'])).out);
  assert.deepEqual(resumed, { job_id: jobId, status: 'resume_requested' });
  await untilSaid('  cli_steps running', 2);
  await eventually(async () => {
    assert.equal((await rhumbline(['decide', jobId, 'b', '--approve'])).exitCode, 0);
  });
  const { exitCode, out } = await watching;
  assert.equal(exitCode, 0);
  assert.match(out, /^cli_steps completed after /m);
  assert.equal(codeOf(await rhumbline(['pause', jobId])), '3 job_already_ended');
});

test('cli decide: watch and status say what waits, and the decision lets the job go on', async () => {
  const submitted = await rhumbline(['submit', 'approval_test', '-i', `text=${randomUUID()}`, '--json']);
  const jobId: string = JSON.parse(submitted.out).job_id;
  await eventually(async () => {
    const { out } = await rhumbline(['status', jobId]);
    assert.match(out, /\n {2}\? review waits for a decision: Publish: /);
    assert.ok(out.endsWith(`\n    rhumbline decide ${jobId} review --approve`), out);
  });
  assert.equal(codeOf(await rhumbline(['decide', jobId, 'review', '--approve', '--reject'])), '2 wrong_usage');
  assert.equal(codeOf(await rhumbline(['decide', jobId, 'draft', '--approve'])), '3 node_not_waiting');
  const decided = await rhumbline(['decide', jobId, 'review', '--reject', '--comment', 'Not yet.']);
  assert.deepEqual([decided.exitCode, decided.out], [0, `review of ${jobId} is rejected.`]);
  const { exitCode, out } = await rhumbline(['watch', jobId, '--json']);
  assert.equal(exitCode, 0);
  const { event, job, waiting_for } = JSON.parse(out.split('\n').at(-1) ?? '');
  assert.deepEqual([event, job.state, waiting_for], ['job', 'completed', []]);
  assert.equal(job.result.outputs.published, false);
});

test('cli retry: an output given by hand gets a job past what fails, and the timeline says so', async () => {
  const jobId = await start(FAILS);
  assert.equal((await rhumbline(['watch', jobId])).exitCode, 1);
  assert.equal(codeOf(await rhumbline(['retry', jobId, '--node', 'god'])), '3 unknown_node');
  const again = await rhumbline(['retry', jobId, '--wait']);
  assert.equal(again.exitCode, 1);
  assert.match(again.out, new RegExp(`^Accepted: attempt 2 of ${jobId}, pending\\.\\n`));
  assert.match(again.out, /\ncli_fails failed after [\s\S]*\n {2}bad: sorry: /);

  const wrong = file('wrong.json', '{ "n": 7 }');
  assert.equal(codeOf(await rhumbline(['retry', jobId, '--output', `bad=@${wrong}`])), '3 invalid_output');
  const given = file('bad.json', '{ "echoed_params": { "n": 7 }, "steps_taken": 0 }');
  const supplied = await rhumbline(['retry', jobId, '--output', `bad=@${given}`, '--wait', '--json']);
  const { attempt, job } = JSON.parse(supplied.out);
  assert.deepEqual([supplied.exitCode, attempt, job.state, job.result.outputs], [0, 3, 'completed', { got: { n: 7 } }]);

  const { out } = await rhumbline(['timeline', jobId]);
  assert.match(out, new RegExp(`^${jobId} from 20`));
  for (const line of [
    /\n +(\d+ min )?[\d.]+ s {2}bad +failed.*: sorry: /,
    /\nattempt 2 of the job\n/,
    /\nattempt 3 of the job\n/,
    /Job:RetryRequested by .*"outputs":\{"bad":/,
    /\n +(\d+ min )?[\d.]+ s {2}after +completed/,
  ]) {
    assert.match(out, line);
  }
  const only = JSON.parse((await rhumbline(['timeline', jobId, '--node', 'good', '--json'])).out);
  assert.deepEqual(new Set(only.entries.map(({ node_id }: { node_id: string }) => node_id)), new Set(['good']));
});

test('cli retry: single items of a fan-out run again; progress counts items by state', async () => {
  const spec = `
workflow_id: cli_items
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(5) }}"
    key: "{{ 'item-' ~ item }}"
    task: { handler: echo, params: { n: "{{ item }}", steps: "{{ 5000 if item in [1, 3] and job.attempt < 3 else 1 }}" } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;
  const jobId = await start(spec);
  const watched = await rhumbline(['watch', jobId]);
  assert.equal(watched.exitCode, 1);
  assert.match(watched.out, /^ {2}each fan_out failed, 5 items: 3 completed, 2 failed, /m);
  assert.match((await rhumbline(['status', jobId])).out, /\n {6}5 items: 3 completed, 2 failed\n/);
  assert.equal(codeOf(await rhumbline(['retry', jobId, '--item', 'each:item-9'])), '3 unknown_item');
  assert.equal(codeOf(await rhumbline(['retry', jobId, '--item', 'item-9'])), '2 wrong_usage');
  assert.equal((await rhumbline(['retry', jobId, '--item', 'each:item-3', '--wait'])).exitCode, 1);
  assert.equal(codeOf(await rhumbline(['retry', jobId, '--output', 'each:item-1={}'])), '3 invalid_output');
  const given = 'each:item-1={ "echoed_params": { "n": "by hand" }, "steps_taken": 0 }';
  const done = await rhumbline(['retry', jobId, '--output', given, '--wait']);
  assert.equal(done.exitCode, 0);
  assert.match(done.out, /\n {2}all: \[0,"by hand",2,3,4\]$/);
});

test('cli stats: jobs by workflow, the rate of failures, queues and their workers', async () => {
  const { exitCode, out } = await rhumbline(['stats']);
  assert.equal(exitCode, 0);
  assert.match(out, /^workflow +queued +running +paused +completed +failed +cancelled\n/);
  assert.match(out, /\nfailed in the last hour: /);
  assert.match(
    out,
    /\nlight queue .*: \d+ activity tasks? and \d+ workflow tasks? wait, [1-9]\d* workers?\n {2}\S+, seen \d+ s ago/,
  );
  const { task_queues } = JSON.parse((await rhumbline(['stats', '--json'])).out);
  assert.deepEqual(
    task_queues.map(({ cost }: { cost: string }) => cost),
    ['light', 'heavy'],
  );
});
