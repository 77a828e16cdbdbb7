import process from 'node:process';
import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { FaultError } from '../plan/fault.ts';
import { makeCurrent, makeNoneCurrent } from './deployment/make-current.ts';
import { readDeployment } from './deployment/read-deployment.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { buildIdOf, deploymentVersion } from './worker/deployment-version.ts';

const HELP = `Usage: node src/main/deployment.ts COMMAND

Versions of the workers of RHUMBLINE_WORKER_DEPLOYMENT. A running job stays on the version that it began with; new jobs begin
on the current one.

  status       the versions: which is current, which are still needed by open workflows
  current      make this code's version the current one (or RHUMBLINE_WORKER_BUILD_ID), as soon as it has workers
  unversioned  let new jobs begin on workers that have no version
  build-id     print this code's build id

  --wait SECONDS  with current: how long its workers may take to be there (60)
  --help          this text`;

const COMMANDS = { status, current, unversioned, 'build-id': buildId } as const;

const { values: flags, positionals } = parseArgs({
  options: { wait: { type: 'string', default: '60' }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const name = positionals[0];
if (flags.help) console.log(HELP);
else if (positionals.length !== 1 || !isCommand(name)) misused(`expected one of ${Object.keys(COMMANDS).join(', ')}`);
else if (!/^\d{1,6}$/.test(flags.wait)) misused('--wait expects seconds');
else await run(COMMANDS[name]);

function isCommand(word: string | undefined): word is keyof typeof COMMANDS {
  return word !== undefined && Object.hasOwn(COMMANDS, word);
}

function misused(problem: string): void {
  console.error(`deployment: ${problem}\n\n${HELP}`);
  process.exitCode = 2;
}

async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`deployment: ${error instanceof FaultError ? `${message} (${error.fault.code})` : message}`);
    process.exitCode = 1;
  }
}

async function buildId(): Promise<void> {
  console.log(await buildIdOf(readSettingsOrExit('deployment')));
}

async function current(): Promise<void> {
  const { namespace, version, connected } = await deployment();
  const patience = Number(flags.wait) * 1_000;
  await connected((connection) => makeCurrent({ connection, namespace, version, patience }));
  console.log(`deployment: new jobs begin on ${version.buildId}`);
}

async function unversioned(): Promise<void> {
  const { namespace, version, connected } = await deployment();
  await connected((connection) => makeNoneCurrent(connection, namespace, version.deploymentName));
  console.log('deployment: new jobs begin on workers without a version');
}

async function status(): Promise<void> {
  const { namespace, version, connected } = await deployment();
  const versions = await connected((connection) => readDeployment(connection, namespace, version.deploymentName));
  if (versions.length === 0) console.log(`deployment: ${version.deploymentName} has had no worker yet`);
  const widest = Math.max(...versions.map(({ build_id }) => build_id.length));
  for (const { build_id, state, open } of versions) {
    const mine = build_id === version.buildId ? '  this code' : '';
    console.log(`${build_id.padEnd(widest)}  ${state.padEnd(8)}  ${open} open${mine}`);
  }
}

async function deployment() {
  const settings = readSettingsOrExit('deployment');
  const { temporalAddress: address, temporalNamespace: namespace } = settings;
  const version = await deploymentVersion(settings);
  if (version === undefined) {
    const message = 'RHUMBLINE_WORKER_DEPLOYMENT is not set, so that the workers have no versions.';
    throw new FaultError({ code: 'not_versioned', message });
  }
  const connected = async <T>(use: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await Connection.connect({ address });
    return use(connection).finally(() => connection.close());
  };
  return { namespace, version, connected };
}
