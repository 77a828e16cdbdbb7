import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { WORKER_NODE_FLAGS } from '../../../src/main/worker/memory.ts';
import { eventually, ROOT, stackEnv } from '../../support/stack.ts';
import type { Lifetime } from './lifetime.ts';
import { temporaryFolder } from './storage.ts';

/** Does the same in another order of commands, so that no history of the code as it stands replays on it. */
const CHANGED_WORKFLOWS = `
import { sleep } from '@temporalio/workflow';
import type { RunPlanInput } from '../plan/job.ts';
import { runPlan as unchanged } from './run-plan.ts';
export { runItems } from './run-items.ts';

export async function runPlan(input: RunPlanInput) {
  await sleep(1);
  return unchanged(input);
}
`;

/** A copy of the project in which only the workflow code differs. */
export async function changedProject(t: Lifetime): Promise<string> {
  const root = await temporaryFolder(t);
  for (const name of ['src', 'package.json', 'package-lock.json']) {
    await cp(join(ROOT, name), join(root, name), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, 'src/workflows/index.ts'), CHANGED_WORKFLOWS);
  return root;
}

export interface VersionedWorker {
  /** As Temporal has it of who did something. */
  identity: string;
  build_id: string;
  /** Path of its workflow code. */
  bundle: string;
  /** Drains it, and waits until it is gone. */
  stop(): Promise<void>;
}

/** A worker of the project in `root`, ready; ended with the test. */
export async function startWorker(
  t: Lifetime,
  root: string,
  settings: Record<string, string>,
): Promise<VersionedWorker> {
  const scratch = join(await temporaryFolder(t), 'scratch');
  const bundles = join(scratch, 'workflow-bundles');
  await mkdir(scratch);
  // The stack's worker has bundled the code as it stands.
  if (root === ROOT)
    await cp(join(stackEnv('RHUMBLINE_SCRATCH_DIR'), 'workflow-bundles'), bundles, { recursive: true });
  const child = spawn(process.execPath, [...WORKER_NODE_FLAGS, join(root, 'src/main/worker.ts')], {
    env: { ...process.env, ...settings, RHUMBLINE_SCRATCH_DIR: scratch },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  await eventually(() => assert.ok(log.includes('"Worker:Ready"'), log));
  const build_id = await deployment(root, settings, 'build-id');
  const [bundle = ''] = await readdir(bundles);
  return {
    identity: `${child.pid}@${hostname()}`,
    build_id,
    bundle: join(bundles, bundle),
    stop: () => stopped(child),
  };
}

async function stopped(child: ChildProcess): Promise<void> {
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exit;
}

/** What the operator's command says. */
export async function deployment(root: string, settings: Record<string, string>, command: string): Promise<string> {
  const script = join(root, 'src/main/deployment.ts');
  const { stdout } = await execa(process.execPath, [script, command], { env: settings });
  return stdout;
}
