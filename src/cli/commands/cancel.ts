import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Examples:
  rhumbline cancel echo_test-5f1c7d2e9a3b4c60 && rhumbline watch echo_test-5f1c7d2e9a3b4c60`;

export function addCancel(program: Command, context: CliContext, act: Act): void {
  program
    .command('cancel')
    .summary('cancel a job')
    .description('Ask a job to end as cancelled. What it runs is stopped; the answer does not wait for that.')
    .argument('<job-id>', 'the job')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((jobId, { json }) =>
      act(async () => {
        const answer = await context.gateway().cancel(jobId);
        context.terminal.out(json ? JSON.stringify(answer, null, 2) : `Asked ${answer.job_id} to cancel.`);
        return EXIT.ok;
      }),
    );
}
