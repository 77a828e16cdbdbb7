import { readFile } from 'node:fs/promises';
import type { Command } from '@commander-js/extra-typings';
import type { TestFileResult } from '../../spec-test/run/run-test-file.ts';
import { hasErrors } from '../../yaml-compiler/diagnostic.ts';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { specsFor } from '../find-specs.ts';
import { reasonUnreadable } from '../read-file.ts';
import type { Act } from '../run-cli.ts';
import { testsAsJson } from '../spec-tests/as-json.ts';
import { testsAsText } from '../spec-tests/as-text.ts';

const EXAMPLES = `
Needs no server: the specs run through the interpreter's own machine, in virtual time, with the answers that the files give.

Examples:
  rhumbline test workflows/*.test.yaml
  rhumbline test workflows/retry_test.test.yaml --filter "gives up"
  rhumbline test --coverage --json workflows/*.test.yaml`;

const EXTENSION = '.test.yaml';

export function addTest(program: Command, context: CliContext, act: Act): void {
  program
    .command('test')
    .summary('run tests of workflow specs')
    .description('Run tests of workflow specs (<id>.test.yaml beside <id>.yaml).')
    .argument('<file...>', 'test files (YAML)')
    .option('--filter <text>', 'only tests whose name has this text in it')
    .option('--coverage', 'fail also where a node or a branch of a spec is reached by none of its tests')
    .option('--json', 'print the results as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((files, { filter, coverage = false, json }) =>
      act(async () => {
        const results = await Promise.all(files.map((file) => run(file, files, filter, context)));
        if (filter !== undefined && !results.some(hasSomething)) {
          throw usageError(`No test of these files has \`${filter}\` in its name.`);
        }
        const text = json ? JSON.stringify(testsAsJson(results), null, 2) : testsAsText(results, context.terminal);
        context.terminal.out(text);
        return exitCodeOf(results, coverage);
      }),
    );
}

async function run(
  file: string,
  files: readonly string[],
  filter: string | undefined,
  context: CliContext,
): Promise<TestFileResult> {
  if (!file.endsWith(EXTENSION)) {
    throw usageError(
      `${file} is no file of tests: their names end in ${EXTENSION}, as in workflows/echo_test${EXTENSION}.`,
    );
  }
  const source = await readFile(file, 'utf8').catch((error: unknown) => {
    throw usageError(`${file} cannot be read: ${reasonUnreadable(error)}.`);
  });
  // Only this command needs it, and it takes a while to load.
  const { runTestFile } = await import('../../spec-test/run/run-test-file.ts');
  const { catalogue, contracts } = await context.handlers();
  const select = (name: string) => filter === undefined || name.toLowerCase().includes(filter.toLowerCase());
  const specs = await specsFor(file, files, context);
  return runTestFile(source, { file, specs, catalogue, contracts, select });
}

function hasSomething({ cases, diagnostics }: TestFileResult): boolean {
  return cases.length > 0 || hasErrors(diagnostics);
}

function exitCodeOf(results: readonly TestFileResult[], needsCoverage: boolean): number {
  if (results.some(({ diagnostics }) => hasErrors(diagnostics))) return EXIT.usage;
  const failed = results.some(({ cases }) => cases.some(({ passed }) => !passed));
  const missing = results.some(({ coverage }) => coverage !== null && coverage.missing.length > 0);
  return failed || (needsCoverage && missing) ? EXIT.failed : EXIT.ok;
}
