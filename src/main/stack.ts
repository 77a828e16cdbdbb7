import { resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { FaultError } from '../plan/fault.ts';
import { type Interrupt, onInterrupt } from './interrupt.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { type RunningStack, startStack } from './stack/start-stack.ts';

const HELP = `Usage: npm start [-- --infra-only]

Starts everything that Rhumbline needs on this machine and stays until Ctrl-C: Temporal, PostgreSQL, Azurite
with an identity, the domain API, the gateway and a worker.

  --infra-only  without the domain API, the gateway and the worker
  --help        this text

Ports and all else come from the environment: see .env.example. State, logs and stack.env lie in .rhumbline.`;

const EXIT = { failed: 1, interrupted: 130 } as const;

const { values: flags } = parseArgs({
  options: { 'infra-only': { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
if (flags.help) {
  console.log(HELP);
} else {
  process.exit(await main(flags['infra-only']));
}

async function main(infraOnly: boolean): Promise<number> {
  const interrupt = onInterrupt();
  watchParent(interrupt.abort);
  try {
    const began = Date.now();
    const stack = await startStack({
      root: resolve(import.meta.dirname, '../..'),
      settings: readSettingsOrExit('stack'),
      environment: process.env,
      infraOnly,
      report: (line) => console.log(line),
      signal: interrupt.signal,
    });
    greet(stack, infraOnly, Date.now() - began);
    return await stay(stack, interrupt);
  } catch (error) {
    if (interrupt.signal.aborted) {
      console.log('Start broken off; nothing is left running.');
      return EXIT.interrupted;
    }
    console.error(error instanceof FaultError ? `${error.fault.code}: ${error.message}` : error);
    return EXIT.failed;
  }
}

/** npm that is killed cannot pass its signal on; then its going is the signal. */
function watchParent(abort: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    abort();
  }, 500);
  timer.unref();
}

function greet({ env, folder }: RunningStack, infraOnly: boolean, took: number): void {
  const lines = [
    `Ready after ${(took / 1000).toFixed(1)} s.`,
    ...(infraOnly
      ? []
      : [
          `  Gateway        ${env.RHUMBLINE_GATEWAY_URL}`,
          `  Documentation  ${env.RHUMBLINE_GATEWAY_URL}/docs`,
          `  API key        ${env.RHUMBLINE_API_KEY}`,
        ]),
    `  Temporal UI    ${env.TEMPORAL_UI_URL ?? 'not known: set TEMPORAL_UI_URL'}`,
    `  Logs           ${folder.logs}`,
    `  For clients    ${folder.envFile}`,
    'Ctrl-C stops everything.',
  ];
  console.log(lines.join('\n'));
}

async function stay(stack: RunningStack, interrupt: Interrupt): Promise<number> {
  interrupt.onImpatience = () => {
    console.log('Ending everything at once.');
    stack.kill();
  };
  const keepAlive = setInterval(() => undefined, 60_000);
  const interrupted = new Promise<undefined>((done) => {
    if (interrupt.signal.aborted) done(undefined);
    interrupt.signal.addEventListener('abort', () => done(undefined), { once: true });
  });
  const cause = await Promise.race([stack.broken, interrupted]);
  clearInterval(keepAlive);
  if (cause) console.error(`${cause.fault.code}: ${cause.message}`);
  console.log('Stopping.');
  await stack.stop();
  console.log('Stopped; nothing is left running.');
  return cause ? EXIT.failed : 0;
}
