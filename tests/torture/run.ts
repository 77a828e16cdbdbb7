import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Interrupt, onInterrupt } from '../../src/main/interrupt.ts';
import type { RunningStack } from '../../src/main/stack/start-stack.ts';
import { startTestStack } from '../support/runner/test-stack.ts';
import { check } from './checker/check.ts';
import { runClient, type World } from './client.ts';
import type { Evidence } from './evidence.ts';
import { lookInside } from './gather.ts';
import { History } from './history.ts';
import { Killer } from './killer.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { randomOf } from './random.ts';
import { summarize, verdictOn } from './summary.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const EXIT = { wrong: 1, usage: 2, interrupted: 130 } as const;
const TELL_EVERY_MS = 10_000;
const BACK_WITHIN_MS = 60_000;

process.exit(await main());

async function main(): Promise<number> {
  let options: Options | null;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return EXIT.usage;
  }
  if (options === null) {
    console.log(HELP);
    return 0;
  }
  const out = options.out ?? mkdtempSync(join(tmpdir(), 'rhumbline-torture-'));
  mkdirSync(out, { recursive: true });
  console.log(
    `Seed ${options.seed}, ${options.clients} clients, ${options.minutes} min. History: ${join(out, 'history.jsonl')}`,
  );
  return torture(options, out, onInterrupt());
}

async function torture(options: Options, out: string, interrupt: Interrupt): Promise<number> {
  const historyFile = join(out, 'history.jsonl');
  writeFileSync(historyFile, '');
  const history = new History(historyFile);
  let killer: Killer | undefined;
  const report = (line: string) => killer?.heard(line);
  const over = { RHUMBLINE_UNFINISHED_RUNS: '1000' };
  const stack = await startTestStack(ROOT, interrupt.signal, report, false, over);
  interrupt.onImpatience = () => stack.kill();
  killer = new Killer(stack.folder, history);
  let isRight = false;
  try {
    await storm(options, stack, { history, killer }, interrupt.signal);
    if (interrupt.signal.aborted) return EXIT.interrupted;
    const evidence = await settled(stack, history, interrupt.signal);
    writeFileSync(join(out, 'evidence.json'), JSON.stringify({ ...evidence, history: undefined }));
    const violations = check(evidence);
    isRight = violations.length === 0;
    console.log(`\n${summarize(evidence)}\n\nSeed ${options.seed}: ${verdictOn(violations)}`);
    return isRight ? 0 : EXIT.wrong;
  } finally {
    await stack.stop();
    if (!isRight) cpSync(stack.folder.logs, join(out, 'logs'), { recursive: true });
    rmSync(stack.folder.root, { recursive: true, force: true });
  }
}

/** Clients and killer side by side, for as long as was asked; returns when every client knows what it can know. */
async function storm(
  { seed, minutes, clients, assets, calm }: Options,
  stack: RunningStack,
  { history, killer }: { history: History; killer: Killer },
  interrupted: AbortSignal,
): Promise<void> {
  const world: World = {
    seed,
    gateway: `${stack.env.RHUMBLINE_GATEWAY_URL}`,
    api_key: `${stack.env.RHUMBLINE_API_KEY}`,
    history,
    seen: Array.from({ length: assets }, () => undefined),
    next_op: 1,
  };
  const time = AbortSignal.any([AbortSignal.timeout(minutes * 60_000), interrupted]);
  const telling = setInterval(() => tell(history, killer), TELL_EVERY_MS);
  const broken = stack.broken.then((error) => Promise.reject(error));
  broken.catch(() => undefined);
  try {
    const killing = calm ? undefined : killer.run(randomOf(seed, 'killer'), time);
    const working = Array.from({ length: clients }, (_, each) =>
      runClient(world, each + 1, randomOf(seed, `client ${each + 1}`), time),
    );
    await Promise.race([Promise.all([killing, ...working]), broken]);
    const end = Date.now() + BACK_WITHIN_MS;
    while (killer.down.length > 0 && Date.now() < end && !interrupted.aborted) await sleep(200);
  } finally {
    clearInterval(telling);
  }
}

function tell(history: History, killer: Killer): void {
  const count = (type: string) =>
    history.entries.filter((entry) => entry.process !== 'killer' && entry.type === type).length;
  const kills = history.entries.filter(({ f }) => f === 'kill').length;
  const down = killer.down.length === 0 ? 'all are up' : `${killer.down.join(', ')} down`;
  const counts = `${count('ok')} ok, ${count('fail')} refused, ${count('info')} without an answer`;
  console.log(`  ${(history.now() / 1_000).toFixed(0).padStart(4)} s  ${counts}; ${kills} kills, ${down}`);
}

async function settled(stack: RunningStack, history: History, signal: AbortSignal): Promise<Evidence> {
  const inside = await lookInside(stack.env);
  try {
    const took = await inside.settle(signal);
    console.log(`  Settled after ${(took / 1_000).toFixed(1)} s.`);
    return { history: history.entries, ...(await inside.gather()) };
  } finally {
    await inside.close();
  }
}
