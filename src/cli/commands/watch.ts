import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { findJobId } from '../find-job.ts';
import { exitCodeOf, outcomeText } from '../outcome.ts';
import { followJobs } from '../progress/follow-jobs.ts';
import { jsonLinesView, viewFor } from '../progress/views.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
On a screen: a bar for each node, drawn again as they get on. Elsewhere: a line for each change.
Ctrl-C stops watching; the job goes on.

Examples:
  rhumbline watch echo_test-5f1c7d2e9a3b4c60
  rhumbline watch 6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11
  rhumbline watch --json JOB_ID | jq 'select(.event == "node") | .node.state'`;

export function addWatch(program: Command, context: CliContext, act: Act): void {
  program
    .command('watch')
    .summary('follow jobs to their ends')
    .description('Follow jobs to their ends, with the progress of each node.')
    .argument('<id...>', 'ids of jobs, or request ids of submissions')
    .option('--json', 'print a line of JSON for each change: {"event": "node" | "job", …}')
    .addHelpText('after', EXAMPLES)
    .action((ids, { json }) => act(() => watch(ids, json === true, context)));
}

async function watch(ids: readonly string[], asJson: boolean, context: CliContext): Promise<number> {
  const { terminal, signal } = context;
  const gateway = context.gateway();
  try {
    const jobIds = new Set(await Promise.all(ids.map((id) => findJobId(gateway, id))));
    const names = new Map(jobIds.size > 1 ? [...jobIds].map((jobId) => [jobId, jobId]) : []);
    const view = asJson ? jsonLinesView(terminal) : viewFor(terminal, names);
    const ended = await followJobs(gateway, [...jobIds], view, signal);
    const jobs = ended.map(({ job }) => job);
    if (!asJson) for (const job of jobs) terminal.out(outcomeText(job, context));
    return exitCodeOf(jobs);
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.err(`No longer watching; what runs goes on. Watch it again: rhumbline watch ${ids.join(' ')}`);
    return EXIT.interrupted;
  }
}
