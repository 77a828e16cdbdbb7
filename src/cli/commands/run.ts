import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { usedBeside } from '../find-specs.ts';
import { append, collectInputs } from '../inputs.ts';
import { readText } from '../read-file.ts';
import type { Act } from '../run-cli.ts';
import { tellJob } from '../submit/tell-job.ts';

const EXAMPLES = `
For trying a spec out: the file is sent along, and need not be one of those that the server has. Specs that it uses
and that are beside it are sent too; the others are those of the server. Needs the scope admin. The same files with the
same inputs are the same job, unless --idempotency-key says otherwise; faults of the spec are told with line and column.

Examples:
  rhumbline run draft.yaml -i message=hi --wait
  rhumbline run draft.yaml --inputs-file inputs.json --idempotency-key "try $(date +%s)"`;

interface Flags {
  input?: string[] | undefined;
  inputsFile?: string | undefined;
  idempotencyKey?: string | undefined;
  correlationId?: string | undefined;
  wait?: true | undefined;
  json?: true | undefined;
}

export function addRun(program: Command, context: CliContext, act: Act): void {
  program
    .command('run')
    .summary('run a spec that is sent along')
    .description('Run a workflow spec that is sent along, as a job of its own.')
    .argument('<file>', 'the spec (YAML)')
    .option('-i, --input <name=value>', 'an input of the workflow (repeat for each)', append)
    .option('--inputs-file <file>', 'inputs as a JSON object; those of -i win over them')
    .option('--idempotency-key <key>', 'the same key is the same job')
    .option('--correlation-id <id>', 'your name for what the job belongs to')
    .option('--wait', 'follow the job to its end, and exit with 1 unless it completed')
    .option('--json', 'print what the gateway answered (with --wait, and the job) as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((file, flags) => act(() => run(file, flags, context)));
}

async function run(file: string, flags: Flags, context: CliContext): Promise<number> {
  const spec = await readText(file);
  const answer = await context.gateway().run({
    spec,
    used_specs: await usedBeside(file, spec, context),
    input_params: await collectInputs(flags),
    idempotency_key: flags.idempotencyKey ?? null,
    correlation_id: flags.correlationId ?? null,
  });
  return tellJob(answer, flags, context);
}
