import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type EventData, run } from 'node:test';
import { inspect } from 'node:util';
import type { Tally } from './tally.ts';

export interface RunOptions {
  readonly root: string;
  readonly files: readonly string[];
  /** Files at the same time. */
  readonly concurrency: number;
  readonly env: Readonly<Record<string, string>>;
  /** Takes everything that the tests print. */
  readonly log: string;
  readonly signal: AbortSignal;
  readonly tally: Tally;
}

type TestFail = EventData.TestFail;

const MOST_OUTPUT_LINES = 40;
const TIMEOUT_MS = 480_000;

/** Runs test files, each in a process of its own, and prints a line for each and every failure in full. */
export async function runFiles({ root, files, concurrency, env, log, signal, tally }: RunOptions): Promise<void> {
  if (files.length === 0) return;
  const output = new Map<string, string>();
  const stream = run({ files: [...files], concurrency, env: { ...env }, signal, timeout: TIMEOUT_MS, cwd: root });
  const keep = ({ file, message }: { file?: string | undefined; message: string }) => {
    appendFileSync(log, message);
    if (file !== undefined) output.set(file, (output.get(file) ?? '') + message);
  };
  stream.on('test:stdout', keep);
  stream.on('test:stderr', keep);
  stream.on('test:fail', (failure) => {
    if (isConsequence(failure)) return;
    // Node does not count a suite whose hook fails after its tests have passed.
    if (failure.details.type === 'suite') tally.add(0, 1);
    const { name, file, line, details } = failure;
    const where = file === undefined ? '' : ` (${relative(root, file)}:${line ?? 1})`;
    console.log(`✖ ${name}${where}\n${indented(inspect(details.error.cause ?? details.error))}`);
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
      `${failed === 0 ? '✔' : '✖'} ${relative(root, file)}  ${counts.tests} tests${skipped}  ${(duration_ms / 1000).toFixed(1)} s`,
    );
    if (failed > 0)
      console.log(indented((output.get(file) ?? '').trimEnd().split('\n').slice(-MOST_OUTPUT_LINES).join('\n')));
  });
  for await (const _ of stream);
}

/** Of another failure, which is printed itself. */
function isConsequence({ details, todo }: TestFail): boolean {
  const type = 'failureType' in details.error ? details.error.failureType : undefined;
  return todo !== undefined || type === 'subtestsFailed' || type === 'cancelledByParent';
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
