import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { CliError } from '../cli/cli-error.ts';
import { bytes, duration } from '../cli/format.ts';
import { createTerminal } from '../cli/terminal.ts';
import { FaultError } from '../plan/fault.ts';
import { approveAll, followSubmitted, readyAssets, submitRasters, uploadRasters } from './demo/ingest.ts';
import { type OpenStack, openStack } from './demo/open-stack.ts';
import { type PreparedRaster, prepareRasters } from './demo/prepare-rasters.ts';
import { type DemoSession, openSession } from './demo/session.ts';
import { Stopwatch } from './demo/stopwatch.ts';
import { verify } from './demo/verify.ts';
import { type Interrupt, onInterrupt } from './interrupt.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { SettingsError } from './settings/settings-error.ts';
import { searchPath } from './stack/programs.ts';

const HELP = `Usage: npm run demo

Takes two rasters from files to the catalogue, the way a client does: uploads them, submits them over the gateway,
follows their jobs, approves them, and checks what came of it. Starts the stack if none runs, and stops it then.

  --began SECONDS  when the set-up began, seconds since the epoch, to tell how long it took
  --help           this text`;

const EXIT = { failed: 1, interrupted: 130 } as const;
const root = resolve(import.meta.dirname, '../..');
const terminal = createTerminal(process.stdout, process.stderr);
const stopwatch = new Stopwatch();

const { values: flags } = parseArgs({
  options: { began: { type: 'string' }, help: { type: 'boolean', default: false } },
});
if (flags.help) console.log(HELP);
else process.exit(await main(flags.began));

async function main(began: string | undefined): Promise<number> {
  if (began !== undefined) stopwatch.add('set-up', Date.now() - Number(began) * 1000);
  const interrupt = onInterrupt();
  try {
    const { isOwn } = await demonstrate(interrupt);
    heading('Times');
    terminal.out(stopwatch.lines().join('\n'));
    const after = isOwn ? ' The stack is stopped again; npm start brings it back, with these assets in it.' : '';
    terminal.out(`\nDone: everything above was checked, and it took ${duration(stopwatch.total)}.${after}`);
    return 0;
  } catch (error) {
    const cause = interrupt.signal.aborted ? interrupt.signal.reason : error;
    if (cause instanceof DOMException && cause.name === 'AbortError') {
      terminal.err('\nBroken off.');
      return EXIT.interrupted;
    }
    terminal.err(`\nThe demo failed. ${explain(cause)}`);
    return EXIT.failed;
  }
}

async function demonstrate(interrupt: Interrupt): Promise<OpenStack> {
  const { signal } = interrupt;
  const folder = join(resolve(readSettingsOrExit('stack').stateDir), 'demo');
  const path = searchPath(root, process.env);
  terminal.out('Rhumbline takes two rasters from files to the catalogue.');
  const stack = await part('Stack', () => openStack(root, interrupt, (line) => terminal.out(line)));
  try {
    const session = await openSession(stack.settings, { folder, searchPath: path, signal, terminal });
    try {
      const rasters = await part('Rasters', () => prepare(session));
      await ingest(session, rasters);
      return stack;
    } finally {
      await session.close();
    }
  } finally {
    if (stack.isOwn) await stopwatch.time('stack, stopping', stack.close);
  }
}

async function prepare(session: DemoSession): Promise<PreparedRaster[]> {
  const rasters = await prepareRasters({ ...session, root });
  for (const { name, about, bytes: size } of rasters) terminal.out(`  ${name}: ${about}, ${bytes(size)}`);
  return rasters;
}

async function ingest(session: DemoSession, rasters: readonly PreparedRaster[]): Promise<void> {
  await part('Assets', () => readyAssets(session, rasters));
  await part('Upload', () => uploadRasters(session, rasters));
  const submitted = await part('Submission', () => submitRasters(session, rasters));
  const ingested = await part('Jobs', () => followSubmitted(session, submitted));
  await part('Approval', () => approveAll(session, ingested));
  await part('Outcome', async () => {
    for (const each of ingested) await verify(session, each);
  });
}

/** A part under its heading, with its time kept. */
async function part<T>(name: string, work: () => Promise<T>): Promise<T> {
  heading(name);
  return stopwatch.time(name.toLowerCase(), work);
}

function heading(name: string): void {
  terminal.out(`\n${terminal.style('bold', name)}`);
}

function explain(error: unknown): string {
  if (error instanceof FaultError) return `${error.fault.code}: ${error.message}`;
  if (error instanceof CliError) {
    return [
      `${error.code}: ${error.message}`,
      ...error.faults.map(({ code, message }) => `  ${code}: ${message}`),
    ].join('\n');
  }
  if (error instanceof SettingsError) return error.message;
  return error instanceof Error ? `${error.stack}` : String(error);
}
