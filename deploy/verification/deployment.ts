import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SCOPES } from '../../src/assets/api-keys/api-key.ts';
import { freePorts } from '../../src/main/stack/ports.ts';
import { FaultError } from '../../src/plan/fault.ts';
import { type ComposeFile, lastingServices } from './compose-file.ts';
import { OWN_TAG } from './images.ts';
import { composeProgram } from './needs.ts';
import { ROOT, type Workshop } from './workshop.ts';

export const PROJECT = 'rhumbline-verify';

/** Ports on this machine. Those of the second half are published for the demo's client alone. */
export interface Ports {
  readonly gateway: number;
  readonly temporalUi: number;
  readonly prometheus: number;
  readonly grafana: number;
  readonly database: number;
  readonly azurite: number;
  readonly identity: number;
}

export interface Deployment {
  readonly workshop: Workshop;
  readonly compose: ComposeFile;
  readonly ports: Ports;
  readonly secrets: string;
  /** Runs podman-compose on the project's file. */
  composed(args: readonly string[], signal?: AbortSignal | null): Promise<string>;
}

export async function planDeployment(workshop: Workshop, compose: ComposeFile): Promise<Deployment> {
  const [gateway = 0, temporalUi = 0, prometheus = 0, grafana = 0, database = 0, azurite = 0, identity = 0] =
    await freePorts(7);
  const ports = { gateway, temporalUi, prometheus, grafana, database, azurite, identity };
  const secrets = join(workshop.folder, 'secrets');
  await workshop.run(join(ROOT, 'deploy/make-secrets'), [secrets]);
  const override = join(workshop.folder, 'override.json');
  writeFileSync(override, JSON.stringify(overrideOf(compose, ports), null, 2));
  const env = {
    RHUMBLINE_SECRETS: secrets,
    RHUMBLINE_VERSION: OWN_TAG,
    PUBLISHED_GATEWAY_PORT: `${gateway}`,
    PUBLISHED_TEMPORAL_UI_PORT: `${temporalUi}`,
    PUBLISHED_PROMETHEUS_PORT: `${prometheus}`,
    PUBLISHED_GRAFANA_PORT: `${grafana}`,
  };
  const files = ['-f', join(ROOT, 'docker-compose.yml'), '-f', override];
  return {
    ...{ workshop, compose, ports, secrets },
    composed: (args, signal) =>
      workshop.run(composeProgram(workshop), ['-p', PROJECT, ...files, ...args], {
        env,
        ...(signal === undefined ? {} : { signal }),
      }),
  };
}

/** What containers need where they are made without an engine, and the ports by which the demo's client comes. */
function overrideOf({ services }: ComposeFile, ports: Ports): object {
  const published: Record<string, string[]> = {
    database: [`127.0.0.1:${ports.database}:5432`],
    azurite: [`127.0.0.1:${ports.azurite}:10000`],
    identity: [`127.0.0.1:${ports.identity}:10004`],
  };
  const each = Object.keys(services).map((name) => [
    name,
    {
      privileged: true,
      ulimits: { nofile: 1024, nproc: 1000 },
      ...(published[name] === undefined ? {} : { ports: published[name] }),
    },
  ]);
  return { services: Object.fromEntries(each) };
}

/** Starts everything, workers of the profile included. */
export async function start({ composed }: Deployment): Promise<void> {
  await composed(['--profile', 'more-workers', 'up', '--detach', '--no-build']);
}

/**
 * Removes every container, volume and network of the verification's own podman.
 *
 * @throws FaultError with what podman says, when it does not come to an end
 */
export async function removeAll(workshop: Workshop): Promise<void> {
  const podman = (...args: string[]) => workshop.run('podman', args, { signal: null });
  for (let attempt = 1; (await containersLeft(workshop)).length > 0; attempt += 1) {
    // One that was just being restarted, or that others hold on to, takes another turn.
    const failed = await podman('rm', '--all', '--force', '--time', '10', '--volumes').catch((error: unknown) => error);
    if (failed instanceof Error && attempt >= REMOVAL_ATTEMPTS) throw failed;
  }
  await podman('volume', 'prune', '--force');
  await podman('network', 'prune', '--force');
}

const REMOVAL_ATTEMPTS = 5;

async function containersLeft(workshop: Workshop): Promise<string[]> {
  const names = await workshop.run('podman', ['ps', '--all', '--format', '{{.Names}}'], { signal: null });
  return names.split('\n').filter((name) => name !== '');
}

/** An API key with every scope, by the command that operators have for the first one. */
export async function firstKey(deployment: Deployment): Promise<string> {
  const scopes = SCOPES.flatMap((scope) => ['--scope', scope]);
  const made = await exec(deployment, 'domain', ['node', 'src/main/api-key.ts', '--name', 'verification', ...scopes]);
  return made.trim();
}

export function exec({ workshop }: Deployment, service: string, command: readonly string[]): Promise<string> {
  return workshop.run('podman', ['exec', containerOf(service), ...command]);
}

export function containerOf(service: string): string {
  return `${PROJECT}_${service}_1`;
}

/** Asks every health check of the file until all are content. */
export async function untilHealthy(deployment: Deployment, signal: AbortSignal, seconds: number): Promise<void> {
  const { compose, workshop } = deployment;
  const checked = lastingServices(compose).filter((name) => compose.services[name]?.healthcheck !== undefined);
  const end = Date.now() + seconds * 1_000;
  for (const name of checked) {
    for (;;) {
      try {
        await workshop.run('podman', ['healthcheck', 'run', containerOf(name)]);
        break;
      } catch (error) {
        signal.throwIfAborted();
        if (Date.now() > end) throw await unhealthy(deployment, name, error);
        await sleep(1_000, undefined, { signal });
      }
    }
  }
}

async function unhealthy({ workshop }: Deployment, name: string, cause: unknown): Promise<FaultError> {
  const log = await workshop
    .run('sh', ['-c', 'podman logs --tail 25 "$1" 2>&1', 'sh', containerOf(name)])
    .catch(String);
  return new FaultError({ code: 'service_unhealthy', message: `${name} does not become healthy:\n${log}` }, { cause });
}
