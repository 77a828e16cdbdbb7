import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { type Interrupt, onInterrupt } from '../src/main/interrupt.ts';
import { carriesMark } from '../src/main/stack/process-identity.ts';
import type { RunningStack } from '../src/main/stack/start-stack.ts';
import { sampleProcesses } from './support/runner/process-sampler.ts';
import { type RunOptions, runGroups } from './support/runner/run-groups.ts';
import { selectTests, type Tests } from './support/runner/select-tests.ts';
import { sweepForProcesses, sweepForSignatures } from './support/runner/sweep.ts';
import { Tally } from './support/runner/tally.ts';
import { bareEnvironment, stackTestEnvironment, startTestStack } from './support/runner/test-stack.ts';

const HELP = `Usage: npm test [-- PATTERN…]

Runs the test files whose path contains a pattern, or all. For integration tests a whole stack is started on free
ports and stopped again. The last line counts the tests.`;

/** Processes at the same time. Unit tests are work; integration tests mostly wait: for Temporal, for GDAL, for time to pass. */
const UNIT_AT_ONCE = 2;
const INTEGRATION_AT_ONCE = 4;

const root = resolve(import.meta.dirname, '..');
const patterns = process.argv.slice(2);
if (patterns.includes('--help')) console.log(HELP);
else process.exit(await main(selectTests(root, patterns)));

async function main(tests: Tests): Promise<number> {
  const interrupt = onInterrupt();
  const tally = new Tally();
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-test-output-'));
  const log = join(folder, 'tests.log');
  writeFileSync(log, '');
  const common = { root, log, tally, signal: interrupt.signal };

  const unit = runGroups({ ...common, groups: tests.unit, concurrency: UNIT_AT_ONCE, env: bareEnvironment(root) });
  if (tests.integration.length + tests.alone.length > 0) await withStack(tests, common, interrupt, unit);
  await unit;

  rmSync(folder, { recursive: true });
  if (tally.passed + tally.failed === 0) tally.check('there is a test of this name', ['no test file matches']);
  if (interrupt.signal.aborted) tally.check('the tests ran to their end', ['interrupted']);
  console.log(tally.closing());
  return tally.failed === 0 ? 0 : 1;
}

type Common = Omit<RunOptions, 'groups' | 'concurrency' | 'env'>;

/** Integration tests begin when the stack has started, beside the unit tests; what wants the stack to itself comes last. */
async function withStack(tests: Tests, common: Common, interrupt: Interrupt, unit: Promise<void>): Promise<void> {
  const { tally, signal, log } = common;
  const started = await startOrExplain(tally, signal);
  if (started === undefined) return;
  interrupt.onImpatience = () => started.kill();
  const sampler = sampleProcesses((pid) => carriesMark(pid, started.folder.root));
  let inGoodOrder = false;
  try {
    const env = stackTestEnvironment(root, started);
    const withEnv = { ...common, env };
    await Promise.all([unit, runGroups({ ...withEnv, groups: tests.integration, concurrency: INTEGRATION_AT_ONCE })]);
    await runGroups({ ...withEnv, groups: tests.alone, concurrency: 1 });
    await sweepForSignatures(started, sampler.stop(), { log, tally, complete: patterns.length === 0 });
    inGoodOrder = true;
  } finally {
    sampler.stop();
    await started.stop();
    sweepForProcesses(started.folder.root, tally, signal.aborted);
    if (inGoodOrder && tally.failed === 0) rmSync(started.folder.root, { recursive: true });
    else console.log(`The stack's logs are kept in ${started.folder.logs}`);
  }
}

async function startOrExplain(tally: Tally, signal: AbortSignal): Promise<RunningStack | undefined> {
  const lines: string[] = [];
  try {
    // One key runs the specs of all tests at once, and some of their jobs never end.
    const over = { RHUMBLINE_UNFINISHED_RUNS: '1000' };
    const stack = await startTestStack(root, signal, (line) => lines.push(line), false, over);
    tally.check('the stack starts', []);
    return stack;
  } catch (error) {
    tally.check('the stack starts', [...lines, error instanceof Error ? error.message : String(error)]);
    return undefined;
  }
}
