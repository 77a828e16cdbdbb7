import { type Command, Option } from '@commander-js/extra-typings';
import { JOB_STATES, type JobState } from '../../plan/job.ts';
import type { CliContext } from '../context.ts';
import type { ListedJob } from '../gateway-client/gateway-client.ts';
import { type ListText, printList } from '../lists/print-list.ts';
import { CURSOR, LIMIT, type ListOptions, readList } from '../lists/read-list.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Examples:
  rhumbline jobs
  rhumbline jobs --state failed --since 2026-01-01T00:00:00Z
  rhumbline jobs --workflow raster_ingest --all --json | jq -r '.jobs[] | select(.attempt > 1) | .job_id'`;

const TEXT: ListText<ListedJob> = {
  noun: 'jobs',
  heads: ['job', 'workflow', 'state', '%', 'attempt', 'created', 'error'],
  row: (job) => [
    job.job_id,
    job.workflow_id,
    job.is_paused ? 'paused' : job.state,
    `${Math.floor(job.percent)}`,
    `${job.attempt}`,
    job.created_at,
    job.error?.code ?? '',
  ],
};

interface JobsOptions extends ListOptions {
  platform?: string | undefined;
  state?: JobState | undefined;
  workflow?: string | undefined;
  asset?: string | undefined;
  since?: string | undefined;
  before?: string | undefined;
  json?: true | undefined;
}

export function addJobs(program: Command, context: CliContext, act: Act): void {
  program
    .command('jobs')
    .summary('list jobs')
    .description('List jobs, newest first.')
    .option('--platform <id>', 'of this platform')
    .addOption(new Option('--state <state>', 'in this state').choices(JOB_STATES))
    .option('--workflow <id>', 'of this workflow')
    .option('--asset <id>', 'of the versions of this asset')
    .option('--since <time>', 'created later than this, such as 2026-01-02T03:04:05Z')
    .option('--before <time>', 'created earlier than this')
    .addOption(LIMIT)
    .option('--all', 'all of them, however many')
    .option('--oldest', 'oldest first instead of newest')
    .addOption(CURSOR)
    .option('--json', 'print them as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((options) => act(() => list(options, context)));
}

async function list(options: JobsOptions, context: CliContext): Promise<number> {
  const gateway = context.gateway();
  const page = await readList(gateway.jobs, options, {
    platform_id: options.platform,
    state: options.state,
    workflow_id: options.workflow,
    asset_id: options.asset,
    created_after: options.since,
    created_before: options.before,
  });
  return printList(page, TEXT, options.json === true, context);
}
