import { writeFile } from 'node:fs/promises';
import { type Command, Option } from '@commander-js/extra-typings';
import type { ExecutionPlan } from '../../plan/plan.ts';
import { formatDiagnostic } from '../../yaml-compiler/diagnostic.ts';
import { CliError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { specsFor } from '../find-specs.ts';
import { DIRECTIONS, type Direction, toDot } from '../graph/dot.ts';
import { toMermaid } from '../graph/mermaid.ts';
import { type Picture, pictureOf } from '../graph/picture.ts';
import { dotToSvg } from '../graph/svg.ts';
import { readText, reasonUnwritable } from '../read-file.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Needs no server. Kinds of nodes by shape: tasks are boxes, conditionals diamonds, fan-outs and fan-ins trapeziums,
approvals hexagons, sleeps round; a spec that another uses is drawn inside of it. Edges are dashed where the parent
need not complete (any_of, settled).

Examples:
  rhumbline graph workflows/raster_ingest.yaml
  rhumbline graph workflows/raster_ingest.yaml --format svg --out raster_ingest.svg
  rhumbline graph workflows/raster_ingest.yaml --format dot --direction LR | dot -Tpng > raster_ingest.png
  rhumbline graph --json workflows/raster_ingest.yaml | jq '.picture.edges[]'`;

const DRAW = {
  mermaid: toMermaid,
  dot: toDot,
  svg: (picture: Picture, direction: Direction) => dotToSvg(toDot(picture, direction)),
} as const;
const FORMATS = Object.keys(DRAW) as (keyof typeof DRAW)[];

interface Flags {
  format: keyof typeof DRAW;
  direction: Direction;
  out?: string | undefined;
  json?: true | undefined;
}

export function addGraph(program: Command, context: CliContext, act: Act): void {
  program
    .command('graph')
    .summary('draw a workflow spec')
    .description('Draw the plan of a workflow spec: its nodes and what they wait for.')
    .argument('<file>', 'the spec (YAML)')
    .addOption(new Option('--format <format>', 'what to draw it as').choices(FORMATS).default('mermaid' as const))
    .addOption(
      new Option('--direction <way>', 'from top to bottom, or left to right')
        .choices(DIRECTIONS)
        .default('TB' as const),
    )
    .option('--out <file>', 'write it there (default: the standard output)')
    .option('--json', 'print what is drawn, nodes and edges, as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((file, flags) => act(() => graph(file, flags, context)));
}

async function graph(file: string, { format, direction, out, json }: Flags, context: CliContext): Promise<number> {
  const { terminal } = context;
  const plan = await compileFile(file, context);
  const picture = pictureOf(plan);
  if (json) {
    terminal.out(JSON.stringify({ workflow_id: plan.workflow_id, version: plan.version, picture }, null, 2));
    return EXIT.ok;
  }
  const text = await DRAW[format](picture, direction);
  if (out === undefined) terminal.out(text.trimEnd());
  else await writeOut(out, text);
  return EXIT.ok;
}

/** @throws CliError `wrong_usage` where the file cannot be read, `invalid_spec` with all diagnostics */
async function compileFile(file: string, context: CliContext): Promise<ExecutionPlan> {
  // The compiler takes a while to load, and only a few commands need it.
  const { compile } = await import('../../yaml-compiler/compile.ts');
  const source = await readText(file);
  const specs = await specsFor(file, [], context);
  const { plan, diagnostics } = compile(source, { file, catalogue: await context.catalogue(), specs });
  if (plan) return plan;
  const faults = diagnostics.map(formatDiagnostic).join('\n');
  throw new CliError('invalid_spec', `${file} has errors:\n${faults}`, { exitCode: EXIT.failed });
}

async function writeOut(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CliError('unwritable_file', `${path} cannot be written: ${reasonUnwritable(error)}.`, {
      exitCode: EXIT.usage,
    });
  }
}
