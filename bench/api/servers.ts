import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../src/main/stack/ports.ts';
import { eventually } from '../../tests/support/stack.ts';
import type { Env } from '../job.ts';

export interface Servers {
  gateway: string;
  peer: string;
  stop(): Promise<void>;
}

/** Our gateway with our domain API, and the peer. No worker: what is submitted stays where it is. Logs go to files. */
export async function startServers(env: Env): Promise<Servers> {
  const [gatewayPort, domainPort, peerPort] = (await freePorts(3)).map(String) as [string, string, string];
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-bench-'));
  const children: ChildProcess[] = [];
  const start = async (path: string, port: string, settings: Env) => {
    const file = fileURLToPath(new URL(path, import.meta.url));
    const log = openSync(join(folder, `${port}.log`), 'w');
    const stdio = ['ignore', log, 'inherit'] as const;
    children.push(
      spawn(process.execPath, [file], { env: { ...env, NODE_ENV: 'production', ...settings }, stdio: [...stdio] }),
    );
    const url = `http://127.0.0.1:${port}`;
    await eventually(async () => {
      if (!(await fetch(`${url}/health/live`)).ok) throw new Error(`${path} is not there`);
    });
    return url;
  };
  const domain = await start('../../src/main/domain.ts', domainPort, { RHUMBLINE_DOMAIN_PORT: domainPort });
  const gateway = await start('../../src/main/gateway.ts', gatewayPort, {
    RHUMBLINE_GATEWAY_PORT: gatewayPort,
    RHUMBLINE_DOMAIN_URL: domain,
    // It is not what is measured.
    RHUMBLINE_REQUEST_LIMIT: '1000000000',
  });
  const peer = await start('./peer-server.ts', peerPort, { PORT: peerPort });
  async function stop() {
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'exit');
      }),
    );
    rmSync(folder, { recursive: true });
  }
  return { gateway, peer, stop };
}
