import { readFile } from 'node:fs/promises';
import type { Command } from '@commander-js/extra-typings';
import type { ExecutionPlan } from '../../plan/plan.ts';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../../yaml-compiler/diagnostic.ts';
import type { SpecSources } from '../../yaml-compiler/uses/spec-sources.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { specsFor } from '../find-specs.ts';
import { count } from '../format.ts';
import { reasonUnreadable } from '../read-file.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Needs no server. Every fault comes with its place:
  workflows/x.yaml:14:7 error unknown-handler: There is no handler \`raster_cgo\`. Did you mean \`raster_cog\`?
Specs that a spec uses are looked for beside it, beside the other files, and in the folder of the services
(RHUMBLINE_WORKFLOWS_DIR).

Examples:
  rhumbline validate workflows/*.yaml
  rhumbline validate --json workflows/raster_ingest.yaml`;

interface Report {
  file: string;
  valid: boolean;
  /** Undefined where there are errors, and for a file of tests. */
  plan: ExecutionPlan | undefined;
  diagnostics: Diagnostic[];
  /** Why the file could not be read. */
  unreadable: string | undefined;
}

export function addValidate(program: Command, context: CliContext, act: Act): void {
  program
    .command('validate')
    .summary('check workflow specs')
    .description('Check workflow specs: their syntax, their graph, and every template against the handlers they use.')
    .argument('<file...>', 'specs (YAML), and files of their tests (*.test.yaml), which are checked and not run')
    .option('--json', 'print diagnostics and plan hashes as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((files, { json }) =>
      act(async () => {
        const reports = await Promise.all(files.map((file) => check(file, files, context)));
        context.terminal.out(json ? JSON.stringify(asJson(reports), null, 2) : asText(reports, context));
        return exitCodeOf(reports);
      }),
    );
}

/** @param files all of the command: specs that use each other may be in any of their folders */
async function check(file: string, files: readonly string[], context: CliContext): Promise<Report> {
  const read = await readFile(file, 'utf8').then(
    (source) => ({ source }),
    (error: unknown) => ({ unreadable: reasonUnreadable(error) }),
  );
  if ('unreadable' in read) return { file, valid: false, plan: undefined, diagnostics: [], ...read };
  const specs = await specsFor(file, files, context);
  const checked = await (file.endsWith('.test.yaml') ? checkTests : checkSpec)(read.source, file, specs, context);
  return { file, ...checked, valid: !hasErrors(checked.diagnostics), unreadable: undefined };
}

type Checked = Pick<Report, 'plan' | 'diagnostics'>;

async function checkSpec(source: string, file: string, specs: SpecSources, context: CliContext): Promise<Checked> {
  // Only this command needs the compiler, which takes a while to load.
  const { compile } = await import('../../yaml-compiler/compile.ts');
  return compile(source, { file, catalogue: await context.catalogue(), specs });
}

/** Tests of a spec are checked, and not run. */
async function checkTests(source: string, file: string, specs: SpecSources, context: CliContext): Promise<Checked> {
  const { runTestFile } = await import('../../spec-test/run/run-test-file.ts');
  const { catalogue, contracts } = await context.handlers();
  const { diagnostics } = await runTestFile(source, { file, specs, catalogue, contracts, select: () => false });
  return { plan: undefined, diagnostics };
}

function exitCodeOf(reports: readonly Report[]): number {
  if (reports.some(({ unreadable }) => unreadable !== undefined)) return EXIT.usage;
  return reports.every(({ valid }) => valid) ? EXIT.ok : EXIT.failed;
}

function asText(reports: readonly Report[], { terminal }: CliContext): string {
  const lines = reports.flatMap(({ file, valid, plan, diagnostics, unreadable }) => {
    if (unreadable !== undefined) return [`${file}: ${terminal.style('red', `cannot be read: ${unreadable}`)}`];
    const found = diagnostics.map((diagnostic) =>
      terminal.style(diagnostic.severity === 'error' ? 'red' : 'yellow', formatDiagnostic(diagnostic)),
    );
    if (!valid) return found;
    return [...found, `${file}: ${terminal.style('green', 'valid')}, ${plan ? describe(plan) : 'tests of a spec'}`];
  });
  return [...lines, summary(reports)].join('\n');
}

function describe({ workflow_id, version, nodes, plan_hash }: ExecutionPlan): string {
  return `${workflow_id} version ${version}, ${count(Object.keys(nodes).length, 'node')}, plan ${plan_hash.slice(0, 12)}`;
}

function summary(reports: readonly Report[]): string {
  const diagnostics = reports.flatMap((report) => report.diagnostics);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const valid = reports.filter(({ valid }) => valid).length;
  const unread = reports.filter(({ unreadable }) => unreadable !== undefined).length;
  const parts = [
    `${valid} of ${count(reports.length, 'file')} valid`,
    count(errors, 'error'),
    count(diagnostics.length - errors, 'warning'),
    ...(unread > 0 ? [`${count(unread, 'file')} not readable`] : []),
  ];
  return `${parts.join(', ')}.`;
}

function asJson(reports: readonly Report[]) {
  return {
    valid: exitCodeOf(reports) === EXIT.ok,
    files: reports.map(({ file, valid, plan, diagnostics, unreadable }) => ({
      file,
      valid,
      workflow_id: plan?.workflow_id ?? null,
      version: plan?.version ?? null,
      plan_hash: plan?.plan_hash ?? null,
      diagnostics,
      ...(unreadable !== undefined && { error: { code: 'unreadable_file', message: unreadable } }),
    })),
  };
}
