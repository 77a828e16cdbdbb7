import { join } from 'node:path';
import process from 'node:process';
import type { StackContext } from './context.ts';
import { serverProcess, workerProcess } from './parts/apps.ts';
import { runOnce } from './run-once.ts';

/** The domain API, the gateway and a worker. They find each other by themselves, so in any order. */
export async function startApplications(context: StackContext): Promise<void> {
  const { runner, stack, envOf, settings } = context;
  const { root } = context.options;
  const domainUrl = `${stack.RHUMBLINE_DOMAIN_URL}`;
  const gatewayUrl = `${stack.RHUMBLINE_GATEWAY_URL}`;
  await runner.tier([
    () =>
      runner.step('Domain API', domainUrl, () =>
        runner.run(serverProcess('domain', domainUrl, { root, env: envOf('domain') })),
      ),
    () =>
      runner.step('Gateway', gatewayUrl, () =>
        runner.run(serverProcess('gateway', gatewayUrl, { root, env: envOf('gateway') })),
      ),
    () => runner.step('Worker', 'light, heavy', () => runner.run(workerProcess({ root, env: envOf('worker') }))),
  ]);
  if (settings.workerDeployment !== undefined) await makeCurrent(context);
}

/** New jobs wait until a version is the current one; the worker that has just started is the only one there is. */
function makeCurrent({ runner, envOf, settings, options: { root } }: StackContext): Promise<void> {
  const { signal } = runner;
  const args = [join(root, 'src', 'main', 'deployment.ts'), 'current'];
  return runner.step('Deployment', `${settings.workerDeployment}`, async () => {
    await runOnce({ name: 'deployment', command: process.execPath, args, env: envOf('deployment'), cwd: root, signal });
  });
}
