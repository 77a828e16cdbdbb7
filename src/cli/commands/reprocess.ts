import type { Command } from '@commander-js/extra-typings';
import { assetJobId } from '../../assets/job-id.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { parseOrdinal } from '../find-job.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
The version gets a new job under its next revision, by the workflow as it is now. To go on from where a job failed
instead: rhumbline retry.

Examples:
  rhumbline reprocess 0910ea81c879a37008e1a4894f74db27 1
  rhumbline reprocess 0910ea81c879a37008e1a4894f74db27 1 --json`;

export function addReprocess(program: Command, context: CliContext, act: Act): void {
  program
    .command('reprocess')
    .summary('process a version anew')
    .description('Process a version of an asset anew, from the beginning, with the same inputs.')
    .argument('<asset-id>', 'the asset')
    .argument('<ordinal>', 'the version: 1, 2, 3…', parseOrdinal)
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((assetId, ordinal, { json }) =>
      act(async () => {
        const version = await context.gateway().reprocess(assetId, ordinal);
        const jobId = assetJobId(version.asset_id, version.version_ordinal, version.revision);
        const sentence = `Version ${version.version_ordinal} of ${version.asset_id} is ${version.processing_state}, revision ${version.revision}.`;
        const follow = `Follow it: rhumbline watch ${jobId}`;
        context.terminal.out(json ? JSON.stringify(version, null, 2) : `${sentence}\n${follow}`);
        return EXIT.ok;
      }),
    );
}
