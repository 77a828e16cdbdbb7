import { type Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { DATA_TYPES } from '../../assets/states.ts';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { append } from '../inputs.ts';
import type { Act } from '../run-cli.ts';
import { type AssetOptions, submitAsset } from '../submit/submit-asset.ts';
import { type JobOptions, submitJob } from '../submit/submit-job.ts';

const EXAMPLES = `
A workflow's id submits a job of that workflow. --platform submits a version of an asset, as the platform would;
what references it needs and which workflow then runs, the platform and the data type decide.

Inputs (-i) are read as JSON where they are JSON, else as text: steps=3 is a number, 'label="3"' is text.

Examples:
  rhumbline submit echo_test -i message=hi -i steps=3 --wait
  rhumbline submit raster_ingest --inputs-file inputs.json -i collection_id=dems
  rhumbline submit --platform ddh --ref dataset_id=DS-2041 --ref resource_id=R-7 --data-type raster \\
      -i container_name=bronze -i blob_name=dem.tif --wait`;

const FOR_ASSETS = ['ref', 'dataType', 'workflow', 'requestId', 'versionLabel', 'submittedBy'] as const;
const FOR_JOBS = ['idempotencyKey', 'correlationId', 'priority'] as const;

export function addSubmit(program: Command, context: CliContext, act: Act): void {
  program
    .command('submit')
    .summary('submit a job, or a version of an asset')
    .description('Submit a job of a workflow, or a version of an asset.')
    .argument('[workflow-id]', 'workflow to run as a job of its own')
    .option('-i, --input <name=value>', 'an input of the workflow (repeat for each)', append)
    .option('--inputs-file <file>', 'inputs as a JSON object; those of -i win over them')
    .option('--wait', 'follow the job to its end, and exit with 1 unless it completed')
    .option('--json', 'print what the gateway answered (with --wait, and the job) as one JSON document')
    .option('--callback-url <url>', 'where what becomes of the version is told; see docs/callbacks.md')
    .optionsGroup('For a version of an asset:')
    .option('--platform <id>', 'the platform, such as ddh')
    .option('--ref <name=value>', "a reference of the platform's (repeat for each)", append)
    .addOption(new Option('--data-type <type>', 'what the data is').choices(DATA_TYPES))
    .option('--workflow <id>', 'workflow (default: the one for the data type)')
    .option('--request-id <id>', 'your name for the submission; the same one is the same submission')
    .option('--version-label <text>', 'your name for the version')
    .option('--submitted-by <name>', 'who submits, for the record')
    .optionsGroup('For a job:')
    .option('--idempotency-key <key>', 'the same key is the same job (default: the same inputs are)')
    .option('--correlation-id <id>', 'your name for what the job belongs to')
    .option('--priority <number>', '0 to 10', wholeNumber)
    .addHelpText('after', EXAMPLES)
    .action((workflowId, options) =>
      act(async () => {
        const { platform, ...rest } = options;
        if (platform !== undefined) {
          if (workflowId !== undefined)
            throw usageError('Give a workflow id or --platform, not both (--workflow names it).');
          refuseOthers(rest, FOR_JOBS, 'a workflow id');
          return submitAsset({ ...rest, platform }, context);
        }
        if (workflowId === undefined) throw usageError('Give the id of a workflow, or --platform to submit an asset.');
        refuseOthers(rest, FOR_ASSETS, '--platform');
        return submitJob(workflowId, rest, context);
      }),
    );
}

function refuseOthers(given: AssetOptions | JobOptions, names: readonly string[], wanted: string): void {
  const wrong = names.filter((name) => Object.hasOwn(given, name)).map(asFlag);
  if (wrong.length > 0) throw usageError(`${wrong.join(', ')} can be given only with ${wanted}.`);
}

function asFlag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
