import type { Command } from '@commander-js/extra-typings';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
What waits for a decision, and for which, status and watch show. (Versions of assets are decided on by approve and
reject.) Who decided is the name of the API key.

Examples:
  rhumbline decide approval_test-5f1c7d2e9a3b4c60 review --approve
  rhumbline decide approval_test-5f1c7d2e9a3b4c60 review --reject --comment "The date is wrong."`;

interface Flags {
  approve?: true | undefined;
  reject?: true | undefined;
  comment?: string | undefined;
  json?: true | undefined;
}

export function addDecide(program: Command, context: CliContext, act: Act): void {
  program
    .command('decide')
    .summary('approve or reject what a job waits for')
    .description('Approve or reject what an approval node of a job waits for.')
    .argument('<job-id>', 'the job')
    .argument('<node-id>', 'the approval node')
    .option('--approve', 'the job goes on')
    .option('--reject', 'the node fails, or completes as rejected: as the spec says')
    .option('--comment <text>', 'why, for the record and for the spec')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((jobId, nodeId, flags) => act(() => decide(jobId, nodeId, flags, context)));
}

async function decide(jobId: string, nodeId: string, flags: Flags, context: CliContext): Promise<number> {
  const { approve, reject, comment = null, json } = flags;
  if (approve === reject) throw usageError('Give either --approve or --reject.');
  const decided = await context.gateway().decide(jobId, nodeId, { approved: approve === true, comment });
  const sentence = `${decided.node_id} of ${decided.job_id} is ${decided.approved ? 'approved' : 'rejected'}.`;
  context.terminal.out(json ? JSON.stringify(decided, null, 2) : sentence);
  return EXIT.ok;
}
