import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { startWatchdog } from '../../../src/main/stack/start-watchdog.ts';
import { openStateFolder } from '../../../src/main/stack/state-folder.ts';
import { eventually } from '../../support/stack.ts';

test('a watchdog that is killed is replaced, until it is sent away', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'rhumbline-watchdog-'));
  t.after(() => rmSync(root, { recursive: true }));
  const said: string[] = [];
  const dismiss = startWatchdog(openStateFolder(root), (line) => said.push(line));
  const first = await eventually(() => only(watchdogsOf(root)));
  process.kill(first, 'SIGKILL');
  const second = await eventually(() => {
    const pid = only(watchdogsOf(root));
    assert.notEqual(pid, first);
    return pid;
  });
  assert.notEqual(second, first);
  assert.deepEqual(said, ['watchdog was ended by SIGKILL; starting it again']);
  await dismiss();
  assert.deepEqual(watchdogsOf(root), []);
  assert.equal(said.length, 1);
});

function only(pids: readonly number[]): number {
  assert.equal(pids.length, 1);
  return pids[0] ?? 0;
}

function watchdogsOf(root: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => argumentsOf(pid).includes(root)).map(Number);
}

function argumentsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
