import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

const module = new URL('../../../src/main/interrupt.ts', import.meta.url).href;
const PROGRAM = `
  import { onInterrupt } from ${JSON.stringify(module)};
  const interrupt = onInterrupt();
  const alive = setInterval(() => undefined, 1000);
  interrupt.signal.addEventListener('abort', () => console.log('stopping'));
  interrupt.onImpatience = () => { console.log('at once'); clearInterval(alive); };
  console.log('ready');
`;

function program() {
  return execa(process.execPath, ['--input-type=module', '--eval', PROGRAM], { timeout: 20_000 });
}

test('one Ctrl-C that comes twice is one; another one later loses patience', async () => {
  const child = program();
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  await sleep(100);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  await sleep(300);
  assert.equal(child.exitCode, null, 'it takes its time to stop');
  await sleep(900);
  child.kill('SIGINT');
  const { stdout, exitCode } = await child;
  assert.deepEqual([stdout.split('\n'), exitCode], [['ready', 'stopping', 'at once'], 0]);
});
