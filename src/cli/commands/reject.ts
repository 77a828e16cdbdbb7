import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { parseOrdinal } from '../find-job.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Examples:
  rhumbline reject 0910ea81c879a37008e1a4894f74db27 1 --reason "Clouds over half of the scene"`;

export function addReject(program: Command, context: CliContext, act: Act): void {
  program
    .command('reject')
    .summary('reject a version')
    .description('Reject a version of an asset, once its processing has ended, however it ended.')
    .argument('<asset-id>', 'the asset')
    .argument('<ordinal>', 'the version: 1, 2, 3…', parseOrdinal)
    .requiredOption('--reason <text>', 'why, for the submitter')
    .option('--reviewer <name>', 'who decided (default: the API key)')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((assetId, ordinal, { reason, reviewer, json }) =>
      act(async () => {
        const body = { rejection_reason: reason, ...(reviewer !== undefined && { reviewer }) };
        const version = await context.gateway().reject(assetId, ordinal, body);
        const sentence = `Version ${version.version_ordinal} of ${version.asset_id} is ${version.approval_state}.`;
        context.terminal.out(json ? JSON.stringify(version, null, 2) : sentence);
        return EXIT.ok;
      }),
    );
}
