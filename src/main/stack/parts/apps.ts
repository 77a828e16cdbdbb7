import { join } from 'node:path';
import process from 'node:process';
import { WORKER_ENVIRONMENT, WORKER_NODE_FLAGS } from '../../worker/memory.ts';
import type { ProcessSpec } from '../managed-process.ts';

interface AppOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The domain API or the gateway: ready when it says so after asking what it depends on. */
export function serverProcess(name: 'domain' | 'gateway', url: string, { root, env }: AppOptions): ProcessSpec {
  return {
    ...ownProcess(name, root, env),
    stopGraceMs: 10_000,
    ready: () => respondsOk(`${url}/health/ready`),
  };
}

/** Ready when it has said that it polls its queues. Given time to stop GDAL and to save what it has done. */
export function workerProcess({ root, env }: AppOptions): ProcessSpec {
  return {
    ...ownProcess('worker', root, { ...WORKER_ENVIRONMENT, ...env }, WORKER_NODE_FLAGS),
    stopGraceMs: 20_000,
    ready: (log) => Promise.resolve(log().includes('"Worker:Ready"')),
  };
}

function ownProcess(name: string, root: string, env: Readonly<Record<string, string>>, flags: readonly string[] = []) {
  return {
    name,
    command: process.execPath,
    args: [...flags, join(root, 'src', 'main', `${name}.ts`)],
    env,
    cwd: root,
    stopSignal: 'SIGTERM',
    readyWithinMs: 90_000,
  } as const;
}

async function respondsOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
