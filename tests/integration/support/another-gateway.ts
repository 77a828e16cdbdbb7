import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { freePorts } from '../../../src/main/stack/ports.ts';
import { eventually, ROOT } from '../../support/stack.ts';
import type { Lifetime } from './lifetime.ts';

/** One more gateway beside the stack's own, with some settings changed; ended with the test. Returns its base URL. */
export async function startAnotherGateway(t: Lifetime, settings: Record<string, string>): Promise<string> {
  return (await spawnGateway(t, settings)).url;
}

/** The same, with its process. */
export async function spawnGateway(
  t: Lifetime,
  settings: Record<string, string>,
): Promise<{ url: string; process: ChildProcess }> {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(ROOT, 'src/main/gateway.ts')], {
    env: { ...process.env, RHUMBLINE_GATEWAY_PORT: `${port}`, ...settings },
    stdio: 'ignore',
  });
  t.after(() => child.kill('SIGKILL'));
  await eventually(async () => assert.equal((await fetch(`${url}/health/live`)).status, 200));
  return { url, process: child };
}
