import type { StackContext } from './context.ts';
import { serverProcess, workerProcess } from './parts/apps.ts';

/** The domain API, the gateway and a worker. They find each other by themselves, so in any order. */
export async function startApplications({ runner, stack, envOf, options: { root } }: StackContext): Promise<void> {
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
}
