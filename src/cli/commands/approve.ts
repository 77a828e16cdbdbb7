import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { parseOrdinal } from '../find-job.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Examples:
  rhumbline approve 0910ea81c879a37008e1a4894f74db27 1
  rhumbline approve 0910ea81c879a37008e1a4894f74db27 2 --reviewer "A. Cartographer"`;

export function addApprove(program: Command, context: CliContext, act: Act): void {
  program
    .command('approve')
    .summary('approve a version')
    .description('Approve a version of an asset; only a completed one can be.')
    .argument('<asset-id>', 'the asset')
    .argument('<ordinal>', 'the version: 1, 2, 3…', parseOrdinal)
    .option('--reviewer <name>', 'who decided (default: the API key)')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((assetId, ordinal, { reviewer, json }) =>
      act(async () => {
        const version = await context.gateway().approve(assetId, ordinal, reviewer === undefined ? {} : { reviewer });
        const sentence = `Version ${version.version_ordinal} of ${version.asset_id} is ${version.approval_state}.`;
        context.terminal.out(json ? JSON.stringify(version, null, 2) : sentence);
        return EXIT.ok;
      }),
    );
}
