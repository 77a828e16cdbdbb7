import { type Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { SCOPES } from '../../assets/api-keys/api-key.ts';
import { parseDuration } from '../../plan/duration.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { ApiKey, MintedApiKey, NewApiKey } from '../gateway-client/gateway-client.ts';
import type { Act } from '../run-cli.ts';

const JSON_OPTION = ['--json', 'print what the gateway answered as one JSON document'] as const;

/** Keys of the gateway, for those who run the service. */
export function addApiKey(program: Command, context: CliContext, act: Act): void {
  const group = program
    .command('api-key')
    .summary('make, list, rotate and revoke API keys')
    .description('API keys of the gateway. This needs a key with the scope admin.')
    .addHelpText('after', '\nExamples:\n  rhumbline api-key create --help\n  rhumbline api-key list');
  addCreate(group, context, act);
  addList(group, context, act);
  addRotate(group, context, act);
  addRevoke(group, context, act);
}

const CREATE_EXAMPLES = `
Examples:
  rhumbline api-key create --name "Nightly import" --scope submit read --platform ddh
  rhumbline api-key create --name "A reviewer" --scope review read --platform ddh --expires 2099-01-01T00:00:00Z
  rhumbline api-key create --name "An operator" --scope admin --json | jq -r .key`;

function addCreate(group: Command, context: CliContext, act: Act): void {
  group
    .command('create')
    .summary('make a key')
    .description('Make a key. It is printed this once, and nobody can tell it later.')
    .requiredOption('--name <text>', 'whose key it is')
    .addOption(new Option('--scope <scopes...>', 'what it may do').choices(SCOPES).makeOptionMandatory())
    .option('--platform <id>', 'the platform that it is bound to (default: none, it acts for any)')
    .option('--expires <time>', 'when it ends, RFC 3339 in UTC (default: never)')
    .option(...JSON_OPTION)
    .addHelpText('after', CREATE_EXAMPLES)
    .action(({ name, scope, platform, expires, json }) =>
      act(async () => {
        const body: NewApiKey = { name, scopes: scope, platform_id: platform ?? null, expires_at: expires ?? null };
        const made = await context.gateway().createApiKey(body);
        context.terminal.out(json ? JSON.stringify(made, null, 2) : mintedText(made));
        return EXIT.ok;
      }),
    );
}

function addList(group: Command, context: CliContext, act: Act): void {
  group
    .command('list')
    .summary('list the keys')
    .description('List the keys, without their secrets.')
    .option('--platform <id>', 'those that are bound to it alone')
    .option(...JSON_OPTION)
    .addHelpText('after', '\nExamples:\n  rhumbline api-key list\n  rhumbline api-key list --platform ddh --json')
    .action(({ platform, json }) =>
      act(async () => {
        const keys = await context.gateway().apiKeys(platform);
        context.terminal.out(json ? JSON.stringify({ api_keys: keys }, null, 2) : keys.map(line).join('\n'));
        return EXIT.ok;
      }),
    );
}

function addRotate(group: Command, context: CliContext, act: Act): void {
  group
    .command('rotate')
    .summary('give a key a successor')
    .description(
      'Give a key a successor with the same name, scopes and platform. Both are good until the overlap is over.',
    )
    .argument('<prefix>', 'of the key: what stands after rh_')
    .option('--overlap <time>', 'so long the old key goes on, such as 24h (default: a day)', seconds)
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      '\nExamples:\n  rhumbline api-key rotate k3v9x0q2m7ab\n  rhumbline api-key rotate k3v9x0q2m7ab --overlap 2h',
    )
    .action((prefix, { overlap, json }) =>
      act(async () => {
        const body = overlap === undefined ? {} : { overlap_seconds: overlap };
        const made = await context.gateway().rotateApiKey(prefix, body);
        context.terminal.out(json ? JSON.stringify(made, null, 2) : mintedText(made));
        return EXIT.ok;
      }),
    );
}

function addRevoke(group: Command, context: CliContext, act: Act): void {
  group
    .command('revoke')
    .summary('revoke a key')
    .description('Revoke a key. It is refused within a second.')
    .argument('<prefix>', 'of the key: what stands after rh_')
    .option(...JSON_OPTION)
    .addHelpText('after', '\nExamples:\n  rhumbline api-key revoke k3v9x0q2m7ab')
    .action((prefix, { json }) =>
      act(async () => {
        const key = await context.gateway().revokeApiKey(prefix);
        context.terminal.out(json ? JSON.stringify(key, null, 2) : `The key ${key.prefix} is revoked.`);
        return EXIT.ok;
      }),
    );
}

function mintedText({ prefix, key }: MintedApiKey): string {
  return `The key ${prefix}, which is told this once:\n${key}`;
}

function line({ prefix, state, scopes, platform_id, expires_at, name }: ApiKey): string {
  const until = expires_at === null ? '' : `  until ${expires_at}`;
  return `${prefix}  ${state.padEnd(7)}  ${scopes.join(',')}  ${platform_id ?? 'any platform'}${until}  ${name}`;
}

function seconds(text: string): number {
  const ms = text === '0s' ? 0 : parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('It must be a time such as 24h, 30m or 0s.');
  return Math.floor(ms / 1_000);
}
