import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePorts } from '../../src/main/stack/ports.ts';
import { processesWithMark } from '../../src/main/stack/process-identity.ts';
import { anotherStack } from '../support/stack.ts';

/** A small stack: a database of its own, the rest is the running stack's. */
function smallStack(state: string, port: number) {
  const own = { DATABASE_URL: '', DATABASE_URL_DOMAIN: '', DATABASE_URL_GATEWAY: '' };
  return anotherStack({ ...own, RHUMBLINE_POSTGRES_PORT: `${port}`, RHUMBLINE_STATE_DIR: state });
}

test('stack: killed hard it leaves no process, and a new one starts in its place at once', async (t) => {
  const state = mkdtempSync(join(tmpdir(), 'rhumbline-stack-test-'));
  t.after(() => rmSync(state, { recursive: true, force: true }));
  const [port = 0] = await freePorts(1);

  const first = smallStack(state, port);
  await says(first, 'Ready after');
  const before = processesWithMark(state);
  assert.notDeepEqual(before, []);
  first.kill('SIGKILL');
  await first;

  // While the first one's watchdog still cleans up.
  const second = smallStack(state, port);
  await says(second, 'Ready after');
  assert.ok(before.every((pid) => !processesWithMark(state).includes(pid)));

  second.kill('SIGTERM');
  const { exitCode, stdout } = await second;
  assert.equal(exitCode, 0);
  assert.match(stdout, /^Stopped; nothing is left running\.$/m);
  assert.deepEqual(processesWithMark(state), []);
  assert.ok(!existsSync(join(state, 'stack.env')));
});

function says(stack: ReturnType<typeof anotherStack>, words: string): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    stack.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes(words)) resolve();
    });
    void stack.then(({ all }) => reject(new Error(`the stack ended without saying ${JSON.stringify(words)}: ${all}`)));
  });
}
