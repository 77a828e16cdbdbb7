import type { Command } from '@commander-js/extra-typings';
import { hasEnded } from '../../assets/states.ts';
import type { CliContext } from '../context.ts';
import { findByEitherId } from '../find-job.ts';
import type { SubmissionStatus } from '../gateway-client/gateway-client.ts';
import { exitCodeOf, outcomeText } from '../outcome.ts';
import { readSnapshot } from '../progress/follow-jobs.ts';
import { jobLines } from '../progress/job-lines.ts';
import type { Act } from '../run-cli.ts';
import type { Terminal } from '../terminal.ts';

const EXAMPLES = `
Of a submission: what its client may know of it. Of a job: its state and that of each node.

Examples:
  rhumbline status 6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11
  rhumbline status echo_test-5f1c7d2e9a3b4c60
  rhumbline status --json REQUEST_ID | jq -r .processing_state`;

export function addStatus(program: Command, context: CliContext, act: Act): void {
  program
    .command('status')
    .summary('show how a submission or a job stands')
    .description('Show how a submission or a job stands. The exit code is 1 where it failed or was cancelled.')
    .argument('<id>', 'request id of a submission, or id of a job')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((id, { json }) => act(() => status(id, json === true, context)));
}

async function status(id: string, asJson: boolean, context: CliContext): Promise<number> {
  const { terminal } = context;
  const gateway = context.gateway();
  const found = await findByEitherId(gateway, id);
  if (found.kind === 'submission') {
    terminal.out(asJson ? JSON.stringify(found.status, null, 2) : submissionText(found.status, terminal));
    return exitCodeOf([{ state: found.status.processing_state }]);
  }
  const snapshot = await readSnapshot(gateway, found.job.job_id);
  const { job, nodes, outlook } = snapshot;
  const { remaining_seconds, waiting_for } = outlook;
  if (asJson) terminal.out(JSON.stringify({ ...job, remaining_seconds, waiting_for, nodes }, null, 2));
  else {
    const lines = jobLines(snapshot, Date.now(), terminal);
    terminal.out([...lines, ...(hasEnded(job.state) ? [outcomeText(job, context)] : [])].join('\n'));
  }
  return exitCodeOf([job]);
}

function submissionText(status: SubmissionStatus, terminal: Terminal): string {
  const label = status.version_label === null ? '' : ` (${status.version_label})`;
  const isOver = !['queued', 'processing'].includes(status.processing_state);
  const rows = [
    ['Asset', status.asset_id],
    ['Version', `${status.version_ordinal}${label}`],
    ['Processing', `${status.processing_state}${isOver ? '' : `, ${Math.floor(status.percent)} %`}`],
    ['Approval', status.approval_state],
    ['Submitted', status.submitted_at],
    ['Updated', status.updated_at],
    ...(status.error ? [['Error', `${terminal.style('red', status.error.code)}: ${status.error.message}`]] : []),
  ];
  return rows.map(([name, value]) => `${`${name}`.padEnd(12)}${value}`).join('\n');
}
