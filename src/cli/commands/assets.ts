import { type Command, Option } from '@commander-js/extra-typings';
import {
  APPROVAL_STATES,
  type ApprovalState,
  CLEARANCES,
  type Clearance,
  DATA_TYPES,
  type DataType,
  PROCESSING_STATES,
  type ProcessingState,
} from '../../assets/states.ts';
import type { CliContext } from '../context.ts';
import type { Asset } from '../gateway-client/gateway-client.ts';
import { type ListText, printList } from '../lists/print-list.ts';
import { CURSOR, LIMIT, type ListOptions, readList } from '../lists/read-list.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
States are those of an asset's newest version.

Examples:
  rhumbline assets
  rhumbline assets --approval pending_review --state completed
  rhumbline assets --since 2026-01-01T00:00:00Z --all --json | jq -r '.assets[].asset_id'`;

const TEXT: ListText<Asset> = {
  noun: 'assets',
  heads: ['asset', 'platform', 'type', 'version', 'processing', 'approval', 'clearance', 'created'],
  row: (asset) => [
    asset.asset_id,
    asset.platform_id,
    asset.data_type,
    `${asset.newest_ordinal ?? '-'}`,
    asset.processing_state ?? '-',
    asset.approval_state ?? '-',
    asset.clearance,
    asset.created_at,
  ],
};

interface AssetOptions extends ListOptions {
  platform?: string | undefined;
  state?: ProcessingState | undefined;
  approval?: ApprovalState | undefined;
  clearance?: Clearance | undefined;
  dataType?: DataType | undefined;
  workflow?: string | undefined;
  since?: string | undefined;
  before?: string | undefined;
  json?: true | undefined;
}

export function addAssets(program: Command, context: CliContext, act: Act): void {
  program
    .command('assets')
    .summary('list assets')
    .description('List assets, newest first.')
    .option('--platform <id>', 'of this platform')
    .addOption(new Option('--state <state>', 'in this processing state').choices(PROCESSING_STATES))
    .addOption(new Option('--approval <state>', 'in this approval state').choices(APPROVAL_STATES))
    .addOption(new Option('--clearance <clearance>', 'of this clearance').choices(CLEARANCES))
    .addOption(new Option('--data-type <type>', 'of this type').choices(DATA_TYPES))
    .option('--workflow <id>', 'whose newest version this workflow makes')
    .option('--since <time>', 'created later than this, such as 2026-01-02T03:04:05Z')
    .option('--before <time>', 'created earlier than this')
    .addOption(LIMIT)
    .option('--all', 'all of them, however many')
    .option('--oldest', 'oldest first instead of newest')
    .addOption(CURSOR)
    .option('--json', 'print them as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((options) => act(() => list(options, context)));
}

async function list(options: AssetOptions, context: CliContext): Promise<number> {
  const gateway = context.gateway();
  const page = await readList(gateway.assets, options, {
    platform_id: options.platform,
    processing_state: options.state,
    approval_state: options.approval,
    clearance: options.clearance,
    data_type: options.dataType,
    workflow_id: options.workflow,
    created_after: options.since,
    created_before: options.before,
  });
  return printList(page, TEXT, options.json === true, context);
}
