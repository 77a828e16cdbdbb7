import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { ChangedAsset, GatewayClient } from '../gateway-client/gateway-client.ts';
import type { Act } from '../run-cli.ts';

/** What is done with an asset as a whole. */
export function addAssetChanges(program: Command, context: CliContext, act: Act): void {
  addClearance(program, context, act, 'clear', {
    summary: 'clear an asset for official use only',
    description: 'Clear an asset for official use only (ouo). It need not have an approved version.',
    mark: (gateway, assetId, body) => gateway.markCleared(assetId, body),
  });
  addClearance(program, context, act, 'publish', {
    summary: 'make a cleared asset public',
    description: 'Make an asset public that is cleared and has an approved version. That is not taken back.',
    mark: (gateway, assetId, body) => gateway.markPublic(assetId, body),
  });
  addDelete(program, context, act);
  addRestore(program, context, act);
}

interface Clearance {
  summary: string;
  description: string;
  mark(gateway: GatewayClient, assetId: string, body: { reviewer?: string }): Promise<ChangedAsset>;
}

function addClearance(
  program: Command,
  context: CliContext,
  act: Act,
  name: 'clear' | 'publish',
  { summary, description, mark }: Clearance,
): void {
  program
    .command(name)
    .summary(summary)
    .description(description)
    .argument('<asset-id>', 'the asset')
    .option('--reviewer <name>', 'who decided (default: the API key)')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  rhumbline ${name} 0910ea81c879a37008e1a4894f74db27
  rhumbline ${name} 0910ea81c879a37008e1a4894f74db27 --reviewer "A. Cartographer"`,
    )
    .action((assetId, { reviewer, json }) =>
      act(async () => {
        const asset = await mark(context.gateway(), assetId, reviewer === undefined ? {} : { reviewer });
        context.terminal.out(json ? JSON.stringify(asset, null, 2) : `${asset.asset_id} is ${asset.clearance}.`);
        return EXIT.ok;
      }),
    );
}

function addDelete(program: Command, context: CliContext, act: Act): void {
  program
    .command('delete')
    .summary('delete an asset')
    .description('Delete an asset with its versions. It can be restored.')
    .argument('<asset-id>', 'the asset')
    .option('--cancel-jobs', 'cancel the job that still runs, instead of being refused')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  rhumbline delete 0910ea81c879a37008e1a4894f74db27
  rhumbline delete 0910ea81c879a37008e1a4894f74db27 --cancel-jobs`,
    )
    .action((assetId, { cancelJobs, json }) =>
      act(async () => {
        const asset = await context.gateway().deleteAsset(assetId, cancelJobs === true);
        const sentence = `${asset.asset_id} is deleted. To have it back: rhumbline restore ${asset.asset_id}`;
        context.terminal.out(json ? JSON.stringify(asset, null, 2) : sentence);
        return EXIT.ok;
      }),
    );
}

function addRestore(program: Command, context: CliContext, act: Act): void {
  program
    .command('restore')
    .summary('restore a deleted asset')
    .description('Restore a deleted asset as it was.')
    .argument('<asset-id>', 'the asset')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', '\nExamples:\n  rhumbline restore 0910ea81c879a37008e1a4894f74db27')
    .action((assetId, { json }) =>
      act(async () => {
        const asset = await context.gateway().restoreAsset(assetId);
        context.terminal.out(json ? JSON.stringify(asset, null, 2) : `${asset.asset_id} is restored.`);
        return EXIT.ok;
      }),
    );
}
