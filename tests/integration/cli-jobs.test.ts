import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { CliRun } from '../support/cli/run-in-process.ts';
import { type Given, rhumbline } from './support/rhumbline.ts';
import { blobOf } from './support/storage.ts';

const jobIdOf = ({ out }: CliRun): string => JSON.parse(out).job_id;

/** A job that runs for a minute unless it is cancelled, which it is at the test's end. */
async function longJob(t: TestContext): Promise<string> {
  const inputs = ['-i', `message=${randomUUID()}`, '-i', 'steps=120', '-i', 'step_delay=0.5'];
  const jobId = jobIdOf(await rhumbline(['submit', 'echo_test', ...inputs, '--json']));
  t.after(() => rhumbline(['cancel', jobId]));
  return jobId;
}

test('cli: a job is submitted and followed to its end', async () => {
  const message = randomUUID();
  const inputs = ['-i', `message=say ${message}`, '-i', 'steps=2'];
  const { exitCode, out, err } = await rhumbline(['submit', 'echo_test', ...inputs, '--wait']);
  assert.deepEqual([exitCode, err], [0, '']);
  assert.match(out, /^Accepted: job echo_test-[0-9a-f]{16}, \w+\.\n/);
  assert.match(out, /\n {2}second echo completed, (\d+ min )?[\d.]+ s\n/);
  assert.match(
    out,
    new RegExp(`\\necho_test completed after [\\d.]+ s\\.\\n {2}message: SAY ${message.toUpperCase()}$`),
  );

  const again = await rhumbline(['submit', 'echo_test', ...inputs, '--wait', '--json']);
  const { job_id, job } = JSON.parse(again.out);
  assert.deepEqual([again.exitCode, job.state, job.job_id], [0, 'completed', job_id]);
  assert.equal(out.includes(job_id), true, 'the same inputs are the same job');

  const told = await rhumbline(['submit', 'echo_test', ...inputs]);
  const ended = `Nothing is run: the job ${job_id} of an earlier submission is completed already.`;
  assert.deepEqual([told.exitCode, told.out.split('\n')[0]], [0, ended]);
  assert.match(told.out, /\nFor a new job of the same, give an --idempotency-key that was not used yet\.$/);

  const status = await rhumbline(['status', job_id]);
  assert.equal(status.exitCode, 0);
  assert.match(status.out, new RegExp(`^echo_test version 1 {2}${job_id} {2}completed {2}[\\d.]+ s\\n {2}✔ first `));
});

test('cli: a job that runs already, or was cancelled, is not said to be new', async (t) => {
  const inputs = ['-i', `message=${randomUUID()}`, '-i', 'steps=120', '-i', 'step_delay=0.5'];
  const submit = (...more: string[]) => rhumbline(['submit', 'echo_test', ...inputs, ...more]);
  const first = await submit('--json');
  const jobId = jobIdOf(first);
  t.after(() => rhumbline(['cancel', jobId]));
  assert.equal(JSON.parse(first.out).created, true);

  const second = await submit();
  assert.equal(second.exitCode, 0);
  assert.match(
    second.out,
    new RegExp(
      `^The job ${jobId} was accepted before: it is (pending|running)\\.\nFollow it: rhumbline watch ${jobId}$`,
    ),
  );
  await rhumbline(['cancel', jobId]);
  await rhumbline(['watch', jobId]);
  const third = await submit();
  assert.deepEqual(
    [third.exitCode, third.out.split('\n')],
    [
      1,
      [
        `Nothing is run: the job ${jobId} of an earlier submission is cancelled already.`,
        `Go on from where it stopped: rhumbline retry ${jobId}`,
        'For a new job of the same, give an --idempotency-key that was not used yet.',
      ],
    ],
  );
  const asJson = await submit('--json');
  const { created, status } = JSON.parse(asJson.out);
  assert.deepEqual([asJson.exitCode, created, status], [1, false, 'cancelled']);
});

test('cli: watching as JSON gives a line for each change, the end of the job last', async () => {
  const submitted = await rhumbline(['submit', 'echo_test', '-i', `message=${randomUUID()}`, '--json']);
  const { exitCode, out } = await rhumbline(['watch', jobIdOf(submitted), '--json']);
  const changes = out.split('\n').map((line) => JSON.parse(line));
  assert.equal(exitCode, 0);
  assert.deepEqual([changes.at(-1).event, changes.at(-1).job.state], ['job', 'completed']);
  const settled = changes.filter(({ event, node }) => event === 'node' && node.state === 'completed');
  assert.deepEqual(settled.map(({ node }) => node.node_id).sort(), ['first', 'second']);
});

test('cli: a cancelled job ends with exit code 1, and cannot be cancelled again', async (t) => {
  const jobId = await longJob(t);
  const asked = await rhumbline(['cancel', jobId]);
  assert.deepEqual([asked.exitCode, asked.out], [0, `Asked ${jobId} to cancel.`]);
  const watched = await rhumbline(['watch', jobId]);
  assert.equal(watched.exitCode, 1);
  assert.match(watched.out, /\necho_test cancelled after (\d+ min )?[\d.]+ s\.\n {2}cancelled: /);
  const again = await rhumbline(['cancel', jobId]);
  assert.deepEqual([again.exitCode, again.err.split(':')[0]], [3, 'job_already_ended']);
});

test('cli: an interrupt ends the watching, not the job', async (t) => {
  const jobId = await longJob(t);
  const interrupt = new AbortController();
  const onOut = () => interrupt.abort();
  const { exitCode, err } = await rhumbline(['watch', jobId], { signal: interrupt.signal, onOut });
  assert.equal(exitCode, 130);
  assert.match(err, new RegExp(`^No longer watching; what runs goes on\\. Watch it again: rhumbline watch ${jobId}$`));
  const { state } = JSON.parse((await rhumbline(['status', jobId, '--json'])).out);
  assert.ok(['pending', 'running'].includes(state), state);
});

test('cli: an asset is submitted as its platform would, fails, and is rejected', async (t) => {
  const { container_name, blob_name } = await blobOf(t, 'this is no raster');
  const refs = ['--ref', `dataset_id=${randomUUID()}`, '--ref', 'resource_id=R-7'];
  const blob = ['-i', `container_name=${container_name}`, '-i', `blob_name=${blob_name}`];
  const requestId = randomUUID();
  const asset = ['--platform', 'ddh', ...refs, '--data-type', 'raster', ...blob];

  const submitted = await rhumbline(['submit', ...asset, '--request-id', requestId, '--wait']);
  assert.equal(submitted.exitCode, 1);
  assert.match(submitted.out, new RegExp(`^Accepted: version 1 of the asset [0-9a-f]{32}, request ${requestId}\\.\\n`));
  assert.match(submitted.out, /\nraster_ingest failed after (\d+ min )?[\d.]+ s\.\n {2}validate: not_a_raster: /);

  const again = await rhumbline(['submit', ...asset, '--request-id', requestId]);
  assert.equal(again.exitCode, 1);
  assert.match(
    again.out,
    new RegExp(
      `^Accepted before: version 1 of the asset ([0-9a-f]{32}), request ${requestId}, is failed already\\.\n` +
        'Go on from where it stopped: rhumbline retry \\1-v1-r0$',
    ),
  );

  const status = await rhumbline(['status', requestId]);
  assert.equal(status.exitCode, 1);
  assert.match(status.out, /\nProcessing {2}failed\nApproval {4}pending_review\n/);
  const { asset_id } = JSON.parse((await rhumbline(['status', requestId, '--json'])).out);

  const approved = await rhumbline(['approve', asset_id, '1']);
  assert.deepEqual([approved.exitCode, approved.err.split(':')[0]], [3, 'version_not_completed']);
  const rejected = await rhumbline(['reject', asset_id, '1', '--reason', 'No raster.']);
  assert.deepEqual([rejected.exitCode, rejected.out], [0, `Version 1 of ${asset_id} is rejected.`]);
});

test('cli: what the server refuses is told with its code and every fault', async () => {
  const wrong = ['submit', 'echo_test', '-i', 'message=5', '-i', 'stps=3'];
  const told = await rhumbline(wrong);
  assert.deepEqual([told.exitCode, told.out], [3, '']);
  assert.match(told.err, /^invalid_inputs: /);
  assert.match(told.err, /\n {2}\/input_params\/stps unknown_input: .*Did you mean `steps`\?/);
  assert.match(told.err, /\n {2}\/input_params\/message invalid_input: .*must be of type string, not number/);

  const asJson = await rhumbline([...wrong, '--json']);
  const { error } = JSON.parse(asJson.out);
  assert.deepEqual([asJson.exitCode, asJson.err, error.code, error.status], [3, '', 'invalid_inputs', 422]);
  assert.deepEqual(error.errors.map(({ pointer }: { pointer: string }) => pointer).sort(), [
    '/input_params/message',
    '/input_params/stps',
  ]);

  const codeOf = async (args: string[], given?: Given) => {
    const { exitCode, err } = await rhumbline(args, given);
    return `${exitCode} ${err.split(':')[0]}`;
  };
  assert.equal(await codeOf(['submit', 'no_such_spec']), '3 unknown_workflow');
  assert.equal(await codeOf(['status', 'no-such-id']), '3 not_found');
  assert.equal(await codeOf(['cancel', 'no-such-job']), '3 job_not_found');
  assert.equal(await codeOf(['status', 'x'], { apiKey: 'rh_000000000000_wrong' }), '3 invalid_api_key');
  assert.equal(await codeOf(['status', 'x'], { url: 'http://127.0.0.1:9' }), '4 gateway_unreachable');
});
