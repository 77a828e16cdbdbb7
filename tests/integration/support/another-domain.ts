import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { signServiceToken } from '../../../src/api/shared/service-token.ts';
import { freePorts } from '../../../src/main/stack/ports.ts';
import { eventually, ROOT, stackEnv } from '../../support/stack.ts';
import type { Lifetime } from './lifetime.ts';

export interface AnotherDomain {
  url: string;
  process: ChildProcess;
  /** Posts a submission, as the gateway would. */
  submit(body: object, headers?: Record<string, string>): Promise<Response>;
  /** Posts a spec to be run, as the gateway would. */
  run(body: object): Promise<Response>;
  /** Reads, as the gateway would. */
  get(path: string, init?: Pick<RequestInit, 'headers' | 'signal'>, actor?: string): Promise<Response>;
}

/** Where a domain API leads the jobs and callbacks that it takes up, whoever submitted them. */
const DESTINATIONS = ['RHUMBLINE_TASK_QUEUE_LIGHT', 'RHUMBLINE_TASK_QUEUE_HEAVY', 'RHUMBLINE_PAYLOAD_CONTAINER'];

/**
 * One more domain API beside the stack's own, with some settings changed; ended with the test.
 *
 * @throws Error where it would take up other tests' jobs and callbacks, and lead them to where nobody looks
 */
export async function startAnotherDomain(t: Lifetime, settings: Record<string, string>): Promise<AnotherDomain> {
  if (DESTINATIONS.some((name) => name in settings) && !('DATABASE_URL_DOMAIN' in settings)) {
    throw new Error(
      'A domain API with queues or payloads of its own needs a database of its own: DATABASE_URL_DOMAIN.',
    );
  }
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(ROOT, 'src/main/domain.ts')], {
    env: { ...process.env, RHUMBLINE_DOMAIN_PORT: `${port}`, ...settings },
    stdio: 'ignore',
  });
  t.after(() => child.kill('SIGKILL'));
  await eventually(async () => assert.equal((await fetch(`${url}/health/live`)).status, 200));
  return {
    url,
    process: child,
    submit: (body, more) => ask(`${url}/api/v1/domain/submit`, 'submit', posting(body, more)),
    run: (body) => ask(`${url}/api/jobs/run`, 'admin', posting(body)),
    get: (path, init = {}, actor) => ask(`${url}${path}`, 'read', init, actor),
  };
}

type WithQueues = Record<string, string> & Record<'RHUMBLINE_TASK_QUEUE_LIGHT' | 'RHUMBLINE_TASK_QUEUE_HEAVY', string>;

/** One more worker, on queues that are not the stack's: other tests' activities would end with it. Ended with the test. */
export async function startAnotherWorker(t: Lifetime, settings: WithQueues): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'src/main/worker.ts')], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  await eventually(() => assert.match(said, /Worker:Ready/));
  return child;
}

function posting(body: object, more: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json', ...more }, body: JSON.stringify(body) };
}

async function ask(
  url: string,
  scope: 'submit' | 'read' | 'admin',
  init: RequestInit,
  actor = 'test',
): Promise<Response> {
  const request_id = 'another-domain';
  const identity = { actor, scopes: [scope], platform_id: null };
  const key = new TextEncoder().encode(stackEnv('RHUMBLINE_SERVICE_KEY'));
  const { method = 'GET' } = init;
  const token = signServiceToken(key, { identity, request_id, method, path: new URL(url).pathname });
  return fetch(url, {
    ...init,
    headers: { ...init.headers, Authorization: `Bearer ${token}`, 'X-Request-Id': request_id },
  });
}
