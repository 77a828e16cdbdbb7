import { join } from 'node:path';
import process from 'node:process';
import { FaultError } from '../../plan/fault.ts';
import { ensureApiKey } from './api-key.ts';
import { ensureCertificates } from './certificates.ts';
import type { StackContext } from './context.ts';
import { azuriteProcess } from './parts/azurite.ts';
import { startIdentity, stopIdentity } from './parts/identity.ts';
import { postgresProcess } from './parts/postgres.ts';
import { setUpServer } from './parts/postgres-setup.ts';
import { addSearchAttributes, answersFor, temporalProcess } from './parts/temporal.ts';
import { findPostgres, findProgram } from './programs.ts';
import { runOnce } from './run-once.ts';

export const CONTAINERS = { in: 'bronze', out: 'silver' } as const;

/** Temporal, PostgreSQL and the storage, at the same time; then what each of them must hold. */
export async function startInfrastructure(context: StackContext): Promise<void> {
  const { runner, own } = context;
  await runner.tier([
    own.temporal ? () => startTemporal(context) : () => useTemporal(context),
    ...(own.postgres ? [() => startPostgres(context)] : []),
    ...(own.storage ? [() => startStorage(context)] : []),
  ]);
  await runner.tier([() => migrate(context), () => createContainers(context)]);
}

function startTemporal(context: StackContext): Promise<void> {
  const { settings, stack, folder, runner, path, plain } = context;
  return runner.step('Temporal', `${stack.TEMPORAL_ADDRESS}`, () =>
    runner.run(
      temporalProcess({
        program: findProgram('temporal', path),
        port: settings.temporalPort,
        uiPort: settings.temporalUiPort,
        namespace: `${stack.TEMPORAL_NAMESPACE}`,
        database: folder.temporalDatabase,
        env: plain,
      }),
    ),
  );
}

/** With a server that is not ours, and may be far or busy. */
const PATIENCE_SECONDS = 10;

/** A server that runs already, by TEMPORAL_ADDRESS: it only has to know our search attributes. */
function useTemporal({ stack, runner }: StackContext): Promise<void> {
  const [address, namespace] = [`${stack.TEMPORAL_ADDRESS}`, `${stack.TEMPORAL_NAMESPACE}`];
  return runner.step('Temporal', `${address} (given)`, async () => {
    if (await answersFor(address, namespace, PATIENCE_SECONDS)) return addSearchAttributes(address, namespace);
    throw new FaultError({
      code: 'temporal_unreachable',
      message:
        `TEMPORAL_ADDRESS is ${address}, but no Temporal with the namespace ${namespace} answers there. ` +
        'Start it, or unset TEMPORAL_ADDRESS: the stack then runs one of its own.',
    });
  });
}

function startPostgres(context: StackContext): Promise<void> {
  const { settings, folder, runner, path, plain, secrets } = context;
  const port = settings.postgresPort;
  const { databaseAdminPassword: adminPassword, databaseOwnerPassword: ownerPassword } = secrets;
  return runner.step('PostgreSQL', `127.0.0.1:${port}`, async () => {
    const { initdb, postgres } = findPostgres(path);
    const { signal } = runner;
    await runner.run(
      await postgresProcess({ initdb, postgres, port, password: adminPassword, folder, env: plain, signal }),
    );
    await setUpServer({ port, adminPassword, ownerPassword });
  });
}

function startStorage(context: StackContext): Promise<void> {
  const { settings, folder, runner, plain, secrets, options } = context;
  return runner.step('Azurite', `https://127.0.0.1:${settings.azuritePort}`, async () => {
    const identity = await startIdentity(settings.identityPort, secrets.identityHeader);
    runner.onStop(() => stopIdentity(identity));
    const certificates = await ensureCertificates(folder, plain, options.environment.NODE_EXTRA_CA_CERTS);
    context.trusted = certificates.bundleFile;
    const port = settings.azuritePort;
    await runner.run(azuriteProcess({ root: options.root, port, folder: folder.azurite, certificates, env: plain }));
  });
}

function migrate(context: StackContext): Promise<void> {
  const { runner, options, stack, secrets, folder } = context;
  return runner.step('Database', 'migrations, roles, API key', async () => {
    await runScript(context, 'migrations', 'migrate', join(options.root, 'src', 'main', 'migrate.ts'));
    stack.RHUMBLINE_API_KEY = await ensureApiKey(`${stack.DATABASE_URL_DOMAIN}`, secrets, folder);
  });
}

function createContainers(context: StackContext): Promise<void> {
  const { inboundContainers, productContainers, payloadContainer } = context.settings;
  const all = [...Object.values(CONTAINERS), ...inboundContainers, ...productContainers, payloadContainer];
  const names = [...new Set(all)];
  const script = join(context.options.root, 'src', 'main', 'stack', 'create-containers.ts');
  return context.runner.step('Containers', names.join(', '), () =>
    runScript(context, 'containers', 'cli', script, names),
  );
}

async function runScript(
  { envOf, options, runner }: StackContext,
  name: string,
  kind: 'migrate' | 'cli',
  script: string,
  args: readonly string[] = [],
): Promise<void> {
  const [command, cwd, { signal }] = [process.execPath, options.root, runner];
  await runOnce({ name, command, args: [script, ...args], env: envOf(kind), cwd, signal });
}
