import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';
import { startTestStack } from '../tests/support/runner/test-stack.ts';
import { benchInterpreter } from './interpreter/bench.ts';
import { formatTable } from './report.ts';

const HELP = `Usage: npm run bench -- [NAME] [--json]

Measures against a peer that does the same work at the same time on the same server, and prints medians and ratios.

  interpreter   runPlan against a hand-written workflow with the same activities (the default)

Examples:
  npm run bench -- interpreter
  npm run bench -- interpreter --json > interpreter.json`;

const BENCHES = { interpreter: benchInterpreter } as const;

const args = process.argv.slice(2);
const name = args.find((arg) => !arg.startsWith('-')) ?? 'interpreter';
if (args.includes('--help')) console.log(HELP);
else process.exit(await main(name, args.includes('--json')));

async function main(bench: string, asJson: boolean): Promise<number> {
  if (!Object.hasOwn(BENCHES, bench)) {
    console.error(`There is no bench ${bench}: ${Object.keys(BENCHES).join(', ')} is.`);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const report = (line: string) => console.error(line);
  report(`Starting a server of its own in ${tmpdir()} …`);
  const stack = await startTestStack(resolve(import.meta.dirname, '..'), stop.signal, report, true);
  try {
    const rows = await BENCHES[bench as keyof typeof BENCHES](stack.env, stop.signal, report);
    console.log(asJson ? JSON.stringify(rows, null, 2) : formatTable(rows));
    return 0;
  } finally {
    await stack.stop();
  }
}
