import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type TestContext, test } from 'node:test';
import { sweepOrphans } from '../../../src/main/stack/orphans.ts';
import { readPidFiles, writePidFile } from '../../../src/main/stack/pid-file.ts';
import { isAlive, STACK_MARK, startTimeOf } from '../../../src/main/stack/process-identity.ts';
import { openStateFolder, type StateFolder } from '../../../src/main/stack/state-folder.ts';

function folderFor(t: TestContext): StateFolder {
  const root = mkdtempSync(join(tmpdir(), 'rhumbline-orphans-'));
  t.after(() => rmSync(root, { recursive: true }));
  return openStateFolder(root);
}

async function sleeper(t: TestContext, env: Record<string, string> = {}) {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore', env: { PATH: process.env.PATH, ...env } });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  return { pid, startTime: startTimeOf(pid) ?? '' };
}

test('orphans: a process that was written down is ended, and its pid file goes', async (t) => {
  const folder = folderFor(t);
  const { pid, startTime } = await sleeper(t);
  writePidFile(folder.run, 'worker', pid, 'SIGTERM');
  assert.deepEqual(await sweepOrphans(folder), ['worker']);
  assert.equal(isAlive(pid, startTime), false);
  assert.deepEqual(readPidFiles(folder.run), []);
});

test('orphans: another process that came to have the same pid is left alone', async (t) => {
  const folder = folderFor(t);
  const { pid, startTime } = await sleeper(t);
  const record = { name: 'worker', pid, start_time: `${startTime}1`, stop_signal: 'SIGTERM' };
  writeFileSync(join(folder.run, 'worker.json'), JSON.stringify(record));
  assert.deepEqual(await sweepOrphans(folder), []);
  assert.equal(isAlive(pid, startTime), true);
});

test('orphans: what carries the mark of the stack is ended, what carries the mark of another is not', async (t) => {
  const folder = folderFor(t);
  const ours = await sleeper(t, { [STACK_MARK]: folder.root });
  const others = await sleeper(t, { [STACK_MARK]: `${folder.root}-2` });
  await sweepOrphans(folder);
  assert.equal(isAlive(ours.pid, ours.startTime), false);
  assert.equal(isAlive(others.pid, others.startTime), true);
});
