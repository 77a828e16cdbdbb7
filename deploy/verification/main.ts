import process from 'node:process';
import { duration } from '../../src/cli/format.ts';
import { onInterrupt } from '../../src/main/interrupt.ts';
import { FaultError } from '../../src/plan/fault.ts';
import { checkGrafana, checkMetrics, checkPrometheus, clientEnvironment, runDemo, runJob } from './checks.ts';
import { lastingServices, readComposeFile } from './compose-file.ts';
import {
  containerOf,
  type Deployment,
  firstKey,
  planDeployment,
  removeAll,
  start,
  untilHealthy,
} from './deployment.ts';
import { buildOwnImages, buildPrograms, buildStandIns, makeBase } from './images.ts';
import { install } from './needs.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const EXIT = { failed: 1, interrupted: 130 } as const;
const STARTED_WITHIN = 600;

const WORK = { build, run } as const;

process.exit(await main(process.argv[2] === 'run' ? 'run' : 'build'));

/** `build` makes the images; `run`, in namespaces of its own, starts and checks them. */
async function main(phase: keyof typeof WORK): Promise<number> {
  const { signal } = onInterrupt();
  const workshop = openWorkshop(signal);
  try {
    await WORK[phase](workshop, signal);
    return 0;
  } catch (error) {
    if (signal.aborted) {
      console.error('\nBroken off.');
      return EXIT.interrupted;
    }
    console.error(error instanceof FaultError ? `\n${error.fault.code}: ${error.message}` : error);
    return EXIT.failed;
  } finally {
    workshop.close();
  }
}

async function build(workshop: Workshop): Promise<void> {
  const compose = readComposeFile();
  await step('What it needs', () => install(workshop, (line) => console.log(`  ${line}`)));
  await workshop.run('buildah', ['rm', '--all']);
  await step('A bare Debian', () => makeBase(workshop));
  const programs = await step('Temporal, built with Go', () => buildPrograms(workshop, compose));
  await step('Stand-ins for published images', () => buildStandIns(workshop, compose, programs));
  await step('Dockerfile', () => buildOwnImages(workshop, compose));
}

async function run(workshop: Workshop, signal: AbortSignal): Promise<void> {
  try {
    await removeAll(workshop);
    await check(await planDeployment(workshop, readComposeFile()), signal);
  } finally {
    await step('Removing everything', () => removeAll(workshop));
  }
}

async function check(deployment: Deployment, signal: AbortSignal): Promise<void> {
  await step('Start', () => start(deployment));
  await step('Healthy', () => untilHealthy(deployment, signal, STARTED_WITHIN));
  const client = clientEnvironment(deployment, await step('First API key', () => firstKey(deployment)));
  await step('Demo', () => runDemo(deployment, client));
  await step('Prometheus', () => checkPrometheus(deployment, signal));
  await step('Metrics by name', () => checkMetrics(deployment, signal));
  await step('Grafana (stand-in)', () => checkGrafana(deployment, signal));
  await restartEach(deployment, client, signal);
  await step('Demo, after all restarts', () => runDemo(deployment, client));
}

async function restartEach(deployment: Deployment, client: Record<string, string>, signal: AbortSignal): Promise<void> {
  for (const name of lastingServices(deployment.compose)) {
    await step(`Restart of ${name}`, async () => {
      const began = Date.now();
      await deployment.workshop.run('podman', ['restart', containerOf(name)]);
      const restarted = Date.now();
      await untilHealthy(deployment, signal, STARTED_WITHIN);
      const healthy = Date.now();
      await runJob(deployment, client, `after the restart of ${name}`);
      const parts = [restarted - began, healthy - restarted, Date.now() - healthy].map(duration);
      console.log(`  ${parts[0]} until it runs, ${parts[1]} until all are healthy, ${parts[2]} for a job`);
    });
  }
}

/** A line before, and one with the time that it took. */
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const since = Date.now();
  console.log(`${name} …`);
  const result = await work();
  console.log(`  ${duration(Date.now() - since)}`);
  return result;
}
