import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { freePorts } from '../../src/main/stack/ports.ts';
import type { TestDatabase } from '../../tests/integration/support/database.ts';
import { ROOT } from '../../tests/support/stack.ts';
import type { ServerProcesses } from '../http/server-processes.ts';
import type { Env } from '../job.ts';

export interface Servers {
  /** Addresses of their searches. */
  ours: string;
  peer: string;
}

const PYTHON = join(ROOT, '.venv-bench/bin/python');

export function requirePeer(): void {
  if (existsSync(PYTHON)) return;
  throw new Error(`There is no ${PYTHON}. Run scripts/bootstrap --for-benches: it brings stac-fastapi-pgstac.`);
}

/** Our gateway and stac-fastapi-pgstac, a process each, on the same database. */
export async function startServers(processes: ServerProcesses, env: Env, database: TestDatabase): Promise<Servers> {
  const [ourPort, peerPort] = (await freePorts(2)).map(String) as [string, string];
  const ours = `http://127.0.0.1:${ourPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  await processes.start(
    [process.execPath, join(ROOT, 'src/main/gateway.ts')],
    {
      ...{ ...env, NODE_ENV: 'production', DATABASE_URL_GATEWAY: database.gateway, RHUMBLINE_GATEWAY_PORT: ourPort },
      // It is not what is measured.
      RHUMBLINE_REQUEST_LIMIT: '1000000000',
    },
    `${ours}/health/live`,
  );
  const app = ['stac_fastapi.pgstac.app:create_app', '--factory', '--port', peerPort];
  await processes.start(
    [PYTHON, '-W', 'ignore', '-m', 'uvicorn', ...app, '--no-access-log', '--log-level', 'warning'],
    { PATH: env.PATH ?? '', ...postgresOf(database.owner), ...POOL },
    `${peer}/_mgmt/ping`,
  );
  return { ours: `${ours}/stac/search`, peer: `${peer}/search` };
}

/** As many connections as our gateway has. */
const POOL = { DB_MIN_CONN_SIZE: '1', DB_MAX_CONN_SIZE: '20' };

function postgresOf(url: string): Env {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    ...{ PGHOST: hostname, PGPORT: port, PGDATABASE: pathname.slice(1) },
    ...{ PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password) },
  };
}

const VERSIONS = `
import importlib.metadata as m, platform
print(f"stac-fastapi-pgstac {m.version('stac-fastapi-pgstac')} with uvicorn {m.version('uvicorn')}, Python {platform.python_version()}")
`;

export async function peerVersions(): Promise<string> {
  return (await promisify(execFile)(PYTHON, ['-c', VERSIONS])).stdout.trim();
}
