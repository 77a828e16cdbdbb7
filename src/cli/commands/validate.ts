import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { ExecutionPlan } from '../../plan/plan.ts';
import { type Diagnostic, formatDiagnostic } from '../../yaml-compiler/diagnostic.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { count } from '../format.ts';
import { reasonUnreadable } from '../read-file.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Needs no server. Every fault comes with its place:
  workflows/x.yaml:14:7 error unknown-handler: No handler is called \`raster_cgo\`. Did you mean \`raster_cog\`?

Examples:
  rhumbline validate workflows/*.yaml
  rhumbline validate --json workflows/raster_ingest.yaml`;

interface Report {
  file: string;
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
    .argument('<file...>', 'specs (YAML)')
    .option('--json', 'print diagnostics and plan hashes as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((files, { json }) =>
      act(async () => {
        const reports = await Promise.all(files.map((file) => check(file, context)));
        context.terminal.out(json ? JSON.stringify(asJson(reports), null, 2) : asText(reports, context));
        return exitCodeOf(reports);
      }),
    );
}

async function check(file: string, context: CliContext): Promise<Report> {
  // Only this command needs the compiler, which takes a while to load.
  const { compile } = await import('../../yaml-compiler/compile.ts');
  const { specsInFolder } = await import('../../yaml-compiler/uses/spec-sources.ts');
  const catalogue = await context.catalogue();
  try {
    const source = await readFile(file, 'utf8');
    return {
      file,
      ...compile(source, { file, catalogue, specs: specsInFolder(dirname(file)) }),
      unreadable: undefined,
    };
  } catch (error) {
    return { file, plan: undefined, diagnostics: [], unreadable: reasonUnreadable(error) };
  }
}

function exitCodeOf(reports: readonly Report[]): number {
  if (reports.some(({ unreadable }) => unreadable !== undefined)) return EXIT.usage;
  return reports.every(({ plan }) => plan !== undefined) ? EXIT.ok : EXIT.failed;
}

function asText(reports: readonly Report[], { terminal }: CliContext): string {
  const lines = reports.flatMap(({ file, plan, diagnostics, unreadable }) => {
    if (unreadable !== undefined) return [`${file}: ${terminal.style('red', `cannot be read: ${unreadable}`)}`];
    const found = diagnostics.map((diagnostic) =>
      terminal.style(diagnostic.severity === 'error' ? 'red' : 'yellow', formatDiagnostic(diagnostic)),
    );
    return plan ? [...found, `${file}: ${terminal.style('green', 'valid')}, ${describe(plan)}`] : found;
  });
  return [...lines, summary(reports)].join('\n');
}

function describe({ workflow_id, version, nodes, plan_hash }: ExecutionPlan): string {
  return `${workflow_id} version ${version}, ${count(Object.keys(nodes).length, 'node')}, plan ${plan_hash.slice(0, 12)}`;
}

function summary(reports: readonly Report[]): string {
  const diagnostics = reports.flatMap((report) => report.diagnostics);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const valid = reports.filter(({ plan }) => plan !== undefined).length;
  const unread = reports.filter(({ unreadable }) => unreadable !== undefined).length;
  const parts = [
    `${valid} of ${count(reports.length, 'spec')} valid`,
    count(errors, 'error'),
    count(diagnostics.length - errors, 'warning'),
    ...(unread > 0 ? [`${count(unread, 'file')} not readable`] : []),
  ];
  return `${parts.join(', ')}.`;
}

function asJson(reports: readonly Report[]) {
  return {
    valid: exitCodeOf(reports) === EXIT.ok,
    files: reports.map(({ file, plan, diagnostics, unreadable }) => ({
      file,
      valid: plan !== undefined,
      workflow_id: plan?.workflow_id ?? null,
      version: plan?.version ?? null,
      plan_hash: plan?.plan_hash ?? null,
      diagnostics,
      ...(unreadable !== undefined && { error: { code: 'unreadable_file', message: unreadable } }),
    })),
  };
}
