import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../run-cli.ts';
import { statsLines } from '../stats-lines.ts';

const EXAMPLES = `
Needs the scope admin.

Examples:
  rhumbline stats
  rhumbline stats --json | jq '.task_queues[] | {cost, activity_backlog}'`;

export function addStats(program: Command, context: CliContext, act: Act): void {
  program
    .command('stats')
    .summary('show what runs, waits and fails')
    .description('Show how many jobs run, wait and fail, what is in the queues, and which workers there are.')
    .option('--json', 'print the figures as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(({ json }) =>
      act(async () => {
        const stats = await context.gateway().stats();
        const { terminal } = context;
        terminal.out(json ? JSON.stringify(stats, null, 2) : statsLines(stats, Date.now(), terminal.style).join('\n'));
        return EXIT.ok;
      }),
    );
}
