import { rename, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { forThisEngine } from './for-this-engine.ts';

/** Bundles the workflow code into the file that the first argument names. Several at once do no harm. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: make-bundle.ts PATH');
const moduleAt = (name: string) => fileURLToPath(new URL(`../../workflows/${name}`, import.meta.url));
const { code } = await bundleWorkflowCode({
  workflowsPath: moduleAt('index.ts'),
  workflowInterceptorModules: [moduleAt('interceptors.ts')],
  logger: new DefaultLogger('ERROR'),
  webpackConfigHook: forThisEngine,
  // Evaluated once for a worker and not for every run: no module of workflow code keeps anything of a run.
  preloadModules: ['short-stacks.ts', 'index.ts', 'interceptors.ts'].map(moduleAt),
});
const unfinished = `${path}.${process.pid}`;
await writeFile(unfinished, code);
await rename(unfinished, path);
