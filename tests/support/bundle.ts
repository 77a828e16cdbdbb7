import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { workflowBundle } from '../../src/main/worker/workflow-bundle.ts';
import { ROOT } from './stack.ts';

/** The workflow code as a worker has it, made once for its sources and kept for the next run. */
export async function bundlePath(): Promise<string> {
  const folder = join(ROOT, 'node_modules/.cache/rhumbline');
  await mkdir(folder, { recursive: true });
  return workflowBundle(folder);
}
