import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type TestContext, test } from 'node:test';
import { ManagedProcess, type ProcessSpec } from '../../../src/main/stack/managed-process.ts';
import { readPidFile, readPidFiles } from '../../../src/main/stack/pid-file.ts';
import { startTimeOf } from '../../../src/main/stack/process-identity.ts';
import { openStateFolder } from '../../../src/main/stack/state-folder.ts';
import type { FaultError } from '../../../src/plan/fault.ts';
import { eventually } from '../../support/stack.ts';

const READY = 'echo here I am';

function shell(t: TestContext, script: string, over: Partial<ProcessSpec> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'rhumbline-managed-'));
  const folder = openStateFolder(root);
  const spec: ProcessSpec = {
    name: 'part',
    command: 'sh',
    args: ['-c', script],
    env: { PATH: process.env.PATH ?? '' },
    stopSignal: 'SIGTERM',
    stopGraceMs: 500,
    readyWithinMs: 30_000,
    ready: async (log) => log().includes('here I am'),
    ...over,
  };
  const said: string[] = [];
  const given = Promise.withResolvers<FaultError>();
  const supervision = { report: (line: string) => said.push(line), giveUp: given.resolve };
  const managed = new ManagedProcess(spec, folder, supervision);
  t.after(async () => {
    await managed.stop();
    rmSync(root, { recursive: true });
  });
  const pid = () => readPidFile(folder.run, 'part')?.pid ?? 0;
  return { managed, folder, said, givenUp: given.promise, pid, signal: new AbortController().signal };
}

test('managed process: ready when its probe says so; stopped with its whole group', async (t) => {
  const { managed, folder, pid, signal } = shell(t, `sleep 60 & ${READY} $!; wait`);
  await managed.start(signal);
  const shellPid = pid();
  const childPid = Number(/here I am (\d+)/.exec(readFileSync(managed.logFile, 'utf8'))?.[1]);
  assert.notEqual(startTimeOf(childPid), undefined);
  assert.notEqual(startTimeOf(shellPid), undefined);
  await managed.stop();
  assert.equal(startTimeOf(shellPid), undefined);
  await eventually(() => assert.equal(startTimeOf(childPid), undefined));
  assert.deepEqual(readPidFiles(folder.run), []);
});

test('managed process: one that ignores its stop signal is killed after its grace', async (t) => {
  const { managed, pid, signal } = shell(t, `trap '' TERM; ${READY}; while :; do sleep 0.1; done`);
  await managed.start(signal);
  const first = pid();
  await managed.stop();
  assert.equal(startTimeOf(first), undefined);
});

test('managed process: one that dies before it is ready fails the start with the end of its log', async (t) => {
  const { managed, signal } = shell(t, 'echo no such port; exit 3');
  await assert.rejects(managed.start(signal), (error: FaultError) => {
    assert.equal(error.fault.code, 'part_failed');
    assert.match(
      error.message,
      /^part ended with exit code 3 before it was ready\. The end of its log \(.+\):\n {4}no such port$/,
    );
    return true;
  });
});

test('managed process: one that never gets ready fails the start in time', async (t) => {
  const { managed, signal } = shell(t, 'sleep 60', { readyWithinMs: 300 });
  await assert.rejects(managed.start(signal), /part was not ready within 0\.3 s/);
});

test('managed process: a program that is not there fails the start', async (t) => {
  const { managed, signal } = shell(t, '', { command: 'no-such-program' });
  await assert.rejects(managed.start(signal), /part could not be started: spawn no-such-program ENOENT/);
});

test('managed process: killed, it is started again, and says so', async (t) => {
  const { managed, said, pid, signal } = shell(t, `${READY}; sleep 60`);
  await managed.start(signal);
  const first = pid();
  process.kill(first, 'SIGKILL');
  await eventually(() => assert.equal(said.length, 2));
  assert.notEqual(pid(), first);
  assert.equal(said[0], 'part was ended by SIGKILL; starting it again in 0.25 s');
  assert.match(said[1] ?? '', /^part is back after [\d.]+ s$/);
});

test('managed process: one that keeps dying is given up', async (t) => {
  const { managed, givenUp, signal, said } = shell(t, `${READY}; sleep 0.1; exit 7`);
  await managed.start(signal);
  assert.match((await givenUp).message, /^part ended with exit code 7, for the 5th time in a row\./);
  assert.deepEqual(
    said.filter((line) => line.includes('starting')).map((line) => line.split(' in ')[1]),
    ['0.25 s', '0.5 s', '1 s', '2 s'],
  );
});
