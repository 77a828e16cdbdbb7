import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../src/main/stack/ports.ts';
import type { ServerProcesses } from '../http/server-processes.ts';
import type { Env } from '../job.ts';

export interface Servers {
  gateway: string;
  peer: string;
}

/** Our gateway with our domain API, and the peer. No worker: what is submitted stays where it is. */
export async function startServers(processes: ServerProcesses, env: Env): Promise<Servers> {
  const [gatewayPort, domainPort, peerPort] = (await freePorts(3)).map(String) as [string, string, string];
  const start = async (path: string, port: string, settings: Env) => {
    const url = `http://127.0.0.1:${port}`;
    const file = fileURLToPath(new URL(path, import.meta.url));
    const environment = { ...env, NODE_ENV: 'production', ...settings };
    await processes.start([process.execPath, file], environment, `${url}/health/live`);
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
  return { gateway, peer };
}
