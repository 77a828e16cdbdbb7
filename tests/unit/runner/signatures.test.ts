import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sampleProcesses } from '../../support/runner/process-sampler.ts';
import { allText, findSignatures } from '../../support/runner/signatures.ts';

// Put together here, so that no log or process list has it because of this file.
const SIGNED = `https://a.example/c?se=1&${['sig', 'q%2Fx'].join('=')}`;

test('signatures: found plain, in a URL inside a URL, and in escaped JSON; the secret is not repeated', () => {
  assert.deepEqual(findSignatures(SIGNED), ['…https://a.example/c?se=1&sig=…']);
  assert.equal(findSignatures(encodeURIComponent(SIGNED)).length, 1);
  assert.equal(findSignatures(SIGNED.replaceAll('=', '\\u003d')).length, 1);
  assert.equal(findSignatures(SIGNED.toUpperCase()).length, 1);
  assert.deepEqual(findSignatures('a signal, design: fine; signature: none'), []);
});

test('signatures: found in the payloads of a history, which are bytes deep inside', () => {
  const history = { events: [{ attributes: { input: { payloads: [{ data: Buffer.from(`{"url":"${SIGNED}"}`) }] } } }] };
  assert.equal(findSignatures(allText(history)).length, 1);
  assert.equal(findSignatures(allText({ [SIGNED]: 1 })).length, 1);
});

test('signatures: seen in the command line and in the environment of a process, however far down', async () => {
  const script = 'setTimeout(() => {}, 60000)';
  const children = [
    spawn(process.execPath, ['-e', script, SIGNED]),
    spawn(process.execPath, ['-e', script], { env: { HIDDEN: SIGNED } }),
  ];
  await Promise.all(children.map((child) => once(child, 'spawn')));
  const sampler = sampleProcesses((pid) => pid === process.pid);
  await sleep(700);
  const { leaks, samples } = sampler.stop();
  for (const child of children) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  assert.ok(samples > 1);
  assert.deepEqual([...leaks].sort(), [
    'node: … => {}, 60000) https://a.example/c?se=1&sig=…',
    'node: …60000) HIDDEN=https://a.example/c?se=1&sig=…',
  ]);
});
