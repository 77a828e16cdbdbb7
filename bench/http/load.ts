import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that each request took, and how many there were a second. */
export interface Load {
  latencies: number[];
  per_second: number;
}

export type Send = () => Promise<void>;

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** By Node's own client, which costs less than fetch: it shares the machine with what it measures. @throws on another status */
export function send(url: string, status: number, headers: Record<string, string>, body?: object): Promise<void> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const sent = text === undefined ? headers : { ...headers, 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method: text === undefined ? 'GET' : 'POST', headers: sent }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === status) resolve();
        else reject(new Error(`${response.statusCode} instead of ${status} from ${url}`));
      });
    });
    asked.once('error', reject);
    asked.end(text);
  });
}

/** So many clients, each of which asks again as soon as it has its answer. */
export async function closedLoop(clients: number, ms: number, ask: Send): Promise<Load> {
  const latencies: number[] = [];
  const began = performance.now();
  const loop = async () => {
    while (performance.now() - began < ms) latencies.push(await timed(ask));
  };
  await Promise.all(Array.from({ length: clients }, loop));
  return { latencies, per_second: (latencies.length * 1_000) / (performance.now() - began) };
}

/** So many clients, each of which asks once in every interval, at a time of its own. */
export async function pollers(clients: number, interval_ms: number, ms: number, ask: Send): Promise<Load> {
  const latencies: number[] = [];
  const began = performance.now();
  const poll = async (client: number) => {
    for (let at = began + (client / clients) * interval_ms; at - began < ms; at += interval_ms) {
      await sleep(Math.max(0, at - performance.now()));
      latencies.push(await timed(ask));
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => poll(client)));
  return { latencies, per_second: (latencies.length * 1_000) / (performance.now() - began) };
}

async function timed(ask: Send): Promise<number> {
  const before = performance.now();
  await ask();
  return performance.now() - before;
}
