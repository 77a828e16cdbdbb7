import { readFile } from 'node:fs/promises';
import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { asJson, exitCodeOf, type ImportReport, linesOf } from '../import/import-report.ts';
import { writeSpecs } from '../import/write-specs.ts';
import { reasonUnreadable } from '../read-file.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Needs no server. Each part of an old spec that is not carried over as it was comes with its place:
  lost   has no counterpart: the new spec is without it (exit code 1)
  check  carried over, but worth a person's look; lost and check are comments in the new spec as well
  note   written otherwise, and means the same
The new spec is compiled at once, and what the compiler has against it is told too.

Without --out the new specs are printed, and what is told of them goes to the standard error.

Examples:
  rhumbline import old/raster.yaml
  rhumbline import old/*.yaml --out workflows
  rhumbline import old/raster.yaml --out workflows --stdout --force
  rhumbline import --json old/*.yaml | jq '.files[].findings[] | select(.severity == "lost")'`;

interface Flags {
  out?: string | undefined;
  stdout?: true | undefined;
  force?: true | undefined;
  json?: true | undefined;
}

export function addImport(program: Command, context: CliContext, act: Act): void {
  program
    .command('import')
    .summary('rewrite specs of the old dialect')
    .description('Rewrite specs of the old dialect (start and end nodes, next, queues) in the language.')
    .argument('<file...>', 'old specs (YAML)')
    .option('--out <folder>', 'write each new spec there, as WORKFLOW_ID.yaml')
    .option('--stdout', 'print the new specs, also with --out')
    .option('--force', 'replace files that are there already')
    .option('--json', 'print the new specs, findings and diagnostics as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((files, flags) => act(() => importFiles(files, flags, context)));
}

async function importFiles(files: readonly string[], flags: Flags, context: CliContext): Promise<number> {
  const reports = await Promise.all(files.map((file) => importFile(file, context)));
  if (flags.out !== undefined) await writeSpecs(reports, flags.out, flags.force === true);
  const { terminal } = context;
  if (flags.json) {
    terminal.out(JSON.stringify(asJson(reports), null, 2));
  } else {
    const prints = flags.out === undefined || flags.stdout === true;
    if (prints) printSpecs(reports, context);
    const tell = prints ? terminal.err : terminal.out;
    for (const line of reports.flatMap((report) => linesOf(report, context))) tell(line);
  }
  return exitCodeOf(reports);
}

async function importFile(file: string, context: CliContext): Promise<ImportReport> {
  // The compiler takes a while to load, and only a few commands need it.
  const { importSpec } = await import('../../importer/import-spec.ts');
  const catalogue = await context.catalogue();
  try {
    const source = await readFile(file, 'utf8');
    return { file, imported: importSpec(source, { file, catalogue }), unreadable: undefined, written: undefined };
  } catch (error) {
    return { file, imported: undefined, unreadable: reasonUnreadable(error), written: undefined };
  }
}

function printSpecs(reports: readonly ImportReport[], { terminal }: CliContext): void {
  const specs = reports.flatMap(({ imported }) => (imported?.kind === 'spec' ? [imported.spec.trimEnd()] : []));
  if (specs.length > 0) terminal.out(specs.join('\n---\n'));
}
