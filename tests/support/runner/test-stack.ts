import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { SETTINGS } from '../../../src/main/settings/definitions.ts';
import { readSettings } from '../../../src/main/settings/settings.ts';
import { freePorts } from '../../../src/main/stack/ports.ts';
import { STACK_MARK } from '../../../src/main/stack/process-identity.ts';
import { searchPath } from '../../../src/main/stack/programs.ts';
import { type RunningStack, startStack } from '../../../src/main/stack/start-stack.ts';

const PORT_NAMES = [
  'RHUMBLINE_GATEWAY_PORT',
  'RHUMBLINE_DOMAIN_PORT',
  'RHUMBLINE_TEMPORAL_PORT',
  'RHUMBLINE_TEMPORAL_UI_PORT',
  'RHUMBLINE_POSTGRES_PORT',
  'RHUMBLINE_AZURITE_PORT',
  'RHUMBLINE_IDENTITY_PORT',
];

/** A whole stack for the tests alone, on ports that are free and a state folder that is new. */
export async function startTestStack(
  root: string,
  signal: AbortSignal,
  report: (line: string) => void,
  infraOnly = false,
  over: Readonly<Record<string, string>> = {},
): Promise<RunningStack> {
  const ports = await freePorts(PORT_NAMES.length);
  const environment = {
    ...process.env,
    ...Object.fromEntries(PORT_NAMES.map((name, index) => [name, `${ports[index]}`])),
    ...WEBHOOKS,
    RHUMBLINE_INBOUND_CONTAINERS: 'bronze,survey',
    RHUMBLINE_STATE_DIR: mkdtempSync(join(tmpdir(), 'rhumbline-test-')),
    ...over,
  };
  const settings = readSettings('stack', environment);
  return startStack({ root, settings, environment, infraOnly, report, signal });
}

/** Receivers of callbacks are the tests' own here, and given up soon. */
const WEBHOOKS = { RHUMBLINE_WEBHOOK_LOCAL_HOSTS: 'localhost', RHUMBLINE_WEBHOOK_RETRY_DELAYS: '300ms,300ms,300ms' };

/** What tests inherit: no setting of whoever started them. */
export function bareEnvironment(root: string): Record<string, string> {
  const names = new Set<string>(Object.values(SETTINGS).map(({ env }) => env));
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !names.has(entry[0]),
  );
  return { ...Object.fromEntries(kept), PATH: searchPath(root, process.env) };
}

/** For integration tests: the stack's addresses, and its mark, by which what they leave running is found. */
export function stackTestEnvironment(root: string, stack: RunningStack): Record<string, string> {
  return { ...bareEnvironment(root), ...stack.env, ...WEBHOOKS, [STACK_MARK]: stack.folder.root };
}
