import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { findJobId } from '../find-job.ts';
import type { GatewayClient, TimelineEntry } from '../gateway-client/gateway-client.ts';
import type { Act } from '../run-cli.ts';
import { timelineLines } from '../timeline/timeline-lines.ts';

const EXAMPLES = `
Changes of the job and its nodes, attempts and what they failed with, percentages in steps of ten, requests and
decisions; of the items of a fan-out failures, attempts beyond the first, and which of them a retry runs again. Nodes
of used specs stand behind the node that uses them: tiles/convert. It is there as long as the job is.

Examples:
  rhumbline timeline raster_ingest-5f1c7d2e9a3b4c60
  rhumbline timeline raster_ingest-5f1c7d2e9a3b4c60 --node to_cog
  rhumbline timeline --json JOB_ID | jq -r '.entries[] | select(.kind == "attempt_failed") | .error.code'`;

export function addTimeline(program: Command, context: CliContext, act: Act): void {
  program
    .command('timeline')
    .summary('show all that happened to a job')
    .description('Show all that happened to a job, in order.')
    .argument('<id>', 'id of a job, or request id of a submission')
    .option('--node <id>', 'only what happened to this node')
    .option('--json', 'print the entries as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((id, { node, json }) =>
      act(async () => {
        const gateway = context.gateway();
        const jobId = await findJobId(gateway, id);
        const all = await readTimeline(gateway, jobId);
        const entries = node === undefined ? all : all.filter(({ node_id }) => node_id === node);
        const { terminal } = context;
        terminal.out(
          json
            ? JSON.stringify({ job_id: jobId, entries }, null, 2)
            : [heading(jobId, entries), ...timelineLines(entries, terminal.style)].join('\n'),
        );
        return EXIT.ok;
      }),
    );
}

async function readTimeline(gateway: GatewayClient, jobId: string): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await gateway.timeline(jobId, cursor);
    entries.push(...page.entries);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return entries;
}

function heading(jobId: string, [first]: readonly TimelineEntry[]): string {
  return first === undefined ? `${jobId}: nothing yet` : `${jobId} from ${first.occurred_at}`;
}
