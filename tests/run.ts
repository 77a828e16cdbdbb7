import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { type Interrupt, onInterrupt } from '../src/main/interrupt.ts';
import { processesWithMark } from '../src/main/stack/process-identity.ts';
import type { RunningStack } from '../src/main/stack/start-stack.ts';
import { sampleProcesses } from './support/runner/process-sampler.ts';
import { runFiles } from './support/runner/run-files.ts';
import { selectFiles, type TestFiles } from './support/runner/select-files.ts';
import { sweepForProcesses, sweepForSignatures } from './support/runner/sweep.ts';
import { Tally } from './support/runner/tally.ts';
import { bareEnvironment, stackTestEnvironment, startTestStack } from './support/runner/test-stack.ts';

const HELP = `Usage: npm test [-- PATTERN…]

Runs the test files whose path contains a pattern, or all. For integration tests a whole stack is started on free
ports and stopped again. The last line counts the tests.`;

const root = resolve(import.meta.dirname, '..');
const patterns = process.argv.slice(2);
if (patterns.includes('--help')) console.log(HELP);
else process.exit(await main(selectFiles(root, patterns)));

async function main(files: TestFiles): Promise<number> {
  const interrupt = onInterrupt();
  const tally = new Tally();
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-test-output-'));
  const log = join(folder, 'tests.log');
  writeFileSync(log, '');
  const common = { root, log, tally, signal: interrupt.signal };

  const unit = () => runFiles({ ...common, files: files.unit, concurrency: 2, env: bareEnvironment(root) });
  if (files.integration.length + files.alone.length === 0) await unit();
  else await withStack(files, common, interrupt, unit);

  rmSync(folder, { recursive: true });
  if (tally.passed + tally.failed === 0) tally.check('there is a test of this name', ['no test file matches']);
  if (interrupt.signal.aborted) tally.check('the tests ran to their end', ['interrupted']);
  console.log(tally.closing());
  return tally.failed === 0 ? 0 : 1;
}

type Common = Omit<Parameters<typeof runFiles>[0], 'files' | 'concurrency' | 'env'>;

/** Unit tests run while the stack starts; what wants the stack to itself comes last. */
async function withStack(
  files: TestFiles,
  common: Common,
  interrupt: Interrupt,
  unit: () => Promise<void>,
): Promise<void> {
  const { tally, signal, log } = common;
  const [started] = await Promise.all([startOrExplain(tally, signal), unit()]);
  if (started === undefined) return;
  interrupt.onImpatience = () => started.kill();
  const sampler = sampleProcesses(() => processesWithMark(started.folder.root));
  let inGoodOrder = false;
  try {
    const env = stackTestEnvironment(root, started);
    await runFiles({ ...common, files: files.integration, concurrency: 3, env });
    await runFiles({ ...common, files: files.alone, concurrency: 1, env });
    await sweepForSignatures(started, sampler.stop(), { log, tally, complete: patterns.length === 0 });
    inGoodOrder = true;
  } finally {
    sampler.stop();
    await started.stop();
    sweepForProcesses(started, tally);
    if (inGoodOrder && tally.failed === 0) rmSync(started.folder.root, { recursive: true });
    else console.log(`The stack's logs are kept in ${started.folder.logs}`);
  }
}

async function startOrExplain(tally: Tally, signal: AbortSignal): Promise<RunningStack | undefined> {
  const lines: string[] = [];
  try {
    const stack = await startTestStack(root, signal, (line) => lines.push(line));
    tally.check('the stack starts', []);
    return stack;
  } catch (error) {
    tally.check('the stack starts', [...lines, error instanceof Error ? error.message : String(error)]);
    return undefined;
  }
}
