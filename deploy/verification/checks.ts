import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { FaultError } from '../../src/plan/fault.ts';
import type { Deployment } from './deployment.ts';
import { alertExpressions, metricsIn, panelExpressions } from './expressions.ts';
import { ROOT } from './workshop.ts';

/** What a client on this machine needs to reach a deployment, as a user would set it. */
export function clientEnvironment({ ports, secrets }: Deployment, apiKey: string): Record<string, string> {
  const secret = (name: string) => readFileSync(join(secrets, name), 'utf8');
  const database = new URL(secret('database_url_domain'));
  database.host = `127.0.0.1:${ports.database}`;
  return {
    RHUMBLINE_GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
    RHUMBLINE_API_KEY: apiKey,
    RHUMBLINE_STORAGE_URL: `https://127.0.0.1:${ports.azurite}/devstoreaccount1`,
    RHUMBLINE_STORAGE_CA_FILE: join(secrets, 'storage_ca'),
    IDENTITY_ENDPOINT: `http://127.0.0.1:${ports.identity}/msi/token`,
    IDENTITY_HEADER: secret('identity_header'),
    DATABASE_URL_DOMAIN: database.href,
    TEMPORAL_UI_URL: `http://127.0.0.1:${ports.temporalUi}`,
    TEMPORAL_NAMESPACE: 'rhumbline',
  };
}

type ClientEnvironment = Readonly<Record<string, string>>;

/** The demo as anybody runs it. */
export async function runDemo({ workshop }: Deployment, env: ClientEnvironment): Promise<void> {
  const state = { RHUMBLINE_STATE_DIR: join(workshop.cache, 'demo') };
  await workshop.run(process.execPath, [join(ROOT, 'src/main/demo.ts')], { env: { ...env, ...state } });
}

/** A job through all of it, to its end. */
export async function runJob({ workshop }: Deployment, env: ClientEnvironment, message: string): Promise<void> {
  const args = ['submit', 'echo_test', '-i', `message=${message}`, '--wait'];
  await workshop.run(process.execPath, [join(ROOT, 'src/main/cli.ts'), ...args], { env });
}

const targets = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({ labels: z.object({ job: z.string() }), health: z.string(), lastError: z.string() }),
    ),
  }),
});

/** How many processes of each job Prometheus has to find: there are two workers of a kind with the profile. */
const PROCESSES: Readonly<Record<string, number>> = {
  gateway: 1,
  domain: 1,
  'worker-light': 2,
  'worker-heavy': 2,
  temporal: 1,
};

/** That Prometheus finds every process, and that no alert or panel asks what it cannot answer. */
export async function checkPrometheus(deployment: Deployment, signal: AbortSignal): Promise<void> {
  await eventually(signal, async () => {
    const { activeTargets } = targets.parse(await ask(deployment, '/api/v1/targets')).data;
    for (const [job, count] of Object.entries(PROCESSES)) {
      const up = activeTargets.filter(({ labels, health }) => labels.job === job && health === 'up').length;
      const errors = activeTargets.map(({ lastError }) => lastError).filter((each) => each !== '');
      if (up !== count) throw fault(`Prometheus sees ${up} of ${count} processes of ${job} (${errors.join('; ')}).`);
    }
  });
  await eventually(signal, () => checkRules(deployment));
  for (const expr of panelExpressions()) await ask(deployment, `/api/v1/query?query=${encodeURIComponent(expr)}`);
}

const rules = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })),
      }),
    ),
  }),
});

async function checkRules(deployment: Deployment): Promise<void> {
  const found = rules.parse(await ask(deployment, '/api/v1/rules')).data.groups.flatMap((group) => group.rules);
  const count = alertExpressions().length;
  if (found.length !== count) throw fault(`Prometheus has ${found.length} of ${count} alert rules.`);
  for (const { name, health, lastError } of found) {
    if (health !== 'ok') throw fault(`The alert ${name} cannot be worked out: ${lastError ?? health}.`);
  }
}

const series = z.object({ data: z.array(z.string()) });

/** Metrics that come only with what did not happen here. */
const RARE = ['temporal_activity_execution_failed'];

/** That every metric that is asked for is really there, by its name. */
export async function checkMetrics(deployment: Deployment, signal: AbortSignal): Promise<void> {
  const names = new Set([...alertExpressions(), ...panelExpressions()].flatMap(metricsIn));
  await eventually(signal, async () => {
    const known = series.parse(await ask(deployment, '/api/v1/label/__name__/values')).data;
    const missing = [...names].filter((name) => !known.includes(name) && !RARE.includes(name));
    if (missing.length > 0) throw fault(`Nothing shows the metrics ${missing.join(', ')}.`);
  });
}

async function ask({ ports }: Deployment, path: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${ports.prometheus}${path}`);
  const body = await response.text();
  if (!response.ok) throw fault(`Prometheus answers ${response.status} to ${decodeURIComponent(path)}: ${body}`);
  return JSON.parse(body);
}

/** That Grafana, or what stands in for it, finds what it is to show. */
export async function checkGrafana({ ports }: Deployment, signal: AbortSignal): Promise<void> {
  await eventually(signal, async () => {
    const response = await fetch(`http://127.0.0.1:${ports.grafana}/api/health`);
    const body = await response.text();
    if (!response.ok) throw fault(`Grafana is not healthy: ${body}`);
  });
}

const PATIENCE_MS = 90_000;

async function eventually(signal: AbortSignal, attempt: () => Promise<void>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(1_000, undefined, { signal });
    }
  }
}

function fault(message: string): FaultError {
  return new FaultError({ code: 'verification_failed', message });
}
