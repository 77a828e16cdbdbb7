import { appendFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type EventData, run } from 'node:test';
import { inspect } from 'node:util';
import type { Tally } from './tally.ts';

/** Test files that share a process, under the name that their results are told by. */
export interface TestGroup {
  readonly name: string;
  readonly files: readonly string[];
}

export interface RunOptions {
  readonly root: string;
  /** In the order in which they begin. */
  readonly groups: readonly TestGroup[];
  /** Groups at the same time. */
  readonly concurrency: number;
  readonly env: Readonly<Record<string, string>>;
  /** Takes everything that the tests print. */
  readonly log: string;
  readonly signal: AbortSignal;
  readonly tally: Tally;
}

type TestFail = EventData.TestFail;

const SEVERAL = join(import.meta.dirname, 'several.ts');
const MOST_OUTPUT_LINES = 40;
const TIMEOUT_MS = 480_000;
/** A process whose tests are over and that does not end, for it waits for something, fails too. */
const GROUP_TIMEOUT_MS = 900_000;

/** Runs groups of test files, each in a process of its own, and prints a line for each and every failure in full. */
export async function runGroups(options: RunOptions): Promise<void> {
  const waiting = options.groups.values();
  const lane = async () => {
    for (const group of waiting) if (!options.signal.aborted) await runGroup(group, options);
  };
  await Promise.all(Array.from({ length: options.concurrency }, lane));
}

async function runGroup({ name, files }: TestGroup, { root, env, log, signal, tally }: RunOptions): Promise<void> {
  const output: string[] = [];
  const what = files.length === 1 ? { files } : { files: [SEVERAL], argv: [...files] };
  const tooLong = AbortSignal.timeout(GROUP_TIMEOUT_MS);
  const either = AbortSignal.any([signal, tooLong]);
  const stream = run({ ...what, env: { ...env }, signal: either, timeout: TIMEOUT_MS, cwd: root });
  const keep = ({ message }: { message: string }) => {
    appendFileSync(log, message);
    output.push(message);
  };
  stream.on('test:stdout', keep);
  stream.on('test:stderr', keep);
  stream.on('test:fail', (failure) => {
    if (isConsequence(failure)) return;
    // Node does not count a suite whose hook fails after its tests have passed.
    if (failure.details.type === 'suite') tally.add(0, 1);
    const { name: test, file, line, details } = failure;
    const where = file === undefined ? '' : ` (${relative(root, file)}:${line ?? 1})`;
    console.log(`✖ ${test}${where}\n${indented(inspect(details.error.cause ?? details.error))}`);
  });
  stream.on('test:pass', ({ name, file, skip }) => {
    if (skip === undefined) return;
    tally.skipped.push(
      `${file === undefined ? '' : `${relative(root, file)}: `}${name}${skip === true ? '' : `: ${skip}`}`,
    );
  });
  stream.on('test:summary', ({ file, counts, duration_ms }) => {
    const failed = counts.tests - counts.passed - counts.skipped - counts.todo;
    if (file === undefined) return tally.add(counts.passed, failed);
    const skipped = counts.skipped + counts.todo > 0 ? `, ${counts.skipped + counts.todo} skipped` : '';
    console.log(
      `${failed === 0 ? '✔' : '✖'} ${name}  ${counts.tests} tests${skipped}  ${(duration_ms / 1000).toFixed(1)} s`,
    );
    if (failed > 0) console.log(indented(output.join('').trimEnd().split('\n').slice(-MOST_OUTPUT_LINES).join('\n')));
  });
  for await (const _ of stream);
  if (tooLong.aborted) tally.check(`${name} ends within ${GROUP_TIMEOUT_MS / 60_000} minutes`, ['It was ended.']);
}

/** Of another failure, which is printed itself. */
function isConsequence({ details, todo }: TestFail): boolean {
  const type = 'failureType' in details.error ? details.error.failureType : undefined;
  return todo !== undefined || type === 'subtestsFailed' || type === 'cancelledByParent';
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
