import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '../../plan/fault.ts';

export interface PortUse {
  /** What wants the port, for the message. */
  readonly part: string;
  readonly port: number;
  /** The setting that moves it. */
  readonly env: string;
}

/**
 * Refuses a start whose ports are taken, before anything is started. Waits a moment first: the last
 * stack's may still be on their way out.
 *
 * @throws FaultError `port_clash`, `port_in_use`, naming every one
 */
export async function checkPorts(uses: readonly PortUse[]): Promise<void> {
  refuseSharedPorts(uses);
  let taken = await takenOf(uses);
  for (let tries = 0; taken.length > 0 && tries < 5; tries += 1) {
    await sleep(200);
    taken = await takenOf(taken);
  }
  if (taken.length === 0) return;
  const list = taken.map(({ part, port, env }) => `  ${port} (${part}): set ${env} to another port`);
  throw new FaultError({
    code: 'port_in_use',
    message: `Another program listens on a port that the stack needs. Stop it, or move the stack:\n${list.join('\n')}`,
  });
}

function refuseSharedPorts(uses: readonly PortUse[]): void {
  const shared = [...Map.groupBy(uses, ({ port }) => port)].filter(([, parts]) => parts.length > 1);
  if (shared.length === 0) return;
  const list = shared.map(
    ([port, parts]) => `  ${port}: ${parts.map(({ part, env }) => `${part} (${env})`).join(', ')}`,
  );
  throw new FaultError({
    code: 'port_clash',
    message: `Parts of the stack are set to the same port. Give each a port of its own:\n${list.join('\n')}`,
  });
}

async function takenOf(uses: readonly PortUse[]): Promise<PortUse[]> {
  const free = await Promise.all(uses.map(({ port }) => isFree(port)));
  return uses.filter((_, index) => !free[index]);
}

/** Whether nobody listens on this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}

/** Below the range from which the system gives out ports by itself, so that nobody else gets them meanwhile. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!ports.includes(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}
