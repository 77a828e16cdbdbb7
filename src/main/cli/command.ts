import { resolve } from 'node:path';
import process from 'node:process';
import { CliError } from '../../cli/cli-error.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { createGatewayClient } from '../../cli/gateway-client/gateway-client.ts';
import { runCli } from '../../cli/run-cli.ts';
import { createTerminal } from '../../cli/terminal.ts';
import { clientEnvironment } from '../client/client-environment.ts';
import { jobPage } from '../client/job-page.ts';
import { openStorage } from '../client/open-storage.ts';
import { SETTINGS } from '../settings/definitions.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { SOFTWARE_VERSION } from '../version.ts';

/** The `rhumbline` command. Settings are read only by the commands that use them: `validate` works without any. */
const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
  interrupt.abort();
});
// `rhumbline … | head` closes the pipe when it has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

const ROOT = resolve(import.meta.dirname, '../../..');

let cached: Settings<'cli'> | undefined;

process.exitCode = await runCli(process.argv.slice(2), {
  version: SOFTWARE_VERSION,
  terminal: createTerminal(process.stdout, process.stderr),
  catalogue: async () => (await import('../../activities/catalogue.ts')).HANDLER_CATALOGUE,
  handlers: async () => {
    const { HANDLER_CATALOGUE, CONTRACTS } = await import('../../activities/catalogue.ts');
    return { catalogue: HANDLER_CATALOGUE, contracts: CONTRACTS };
  },
  specsFolder: () => settings().workflowsDir ?? resolve(ROOT, 'workflows'),
  signal: interrupt.signal,
  gateway: () => {
    const { gatewayUrl, apiKey } = settings();
    return createGatewayClient({
      url: needed(gatewayUrl, 'RHUMBLINE_GATEWAY_URL'),
      apiKey: needed(apiKey, 'RHUMBLINE_API_KEY'),
      signal: interrupt.signal,
    });
  },
  storage: async () => {
    const { storageUrl, ...rest } = settings();
    return openStorage({ ...rest, storageUrl: needed(storageUrl, 'RHUMBLINE_STORAGE_URL') });
  },
  jobPage: (jobId) => {
    const { temporalUiUrl, temporalNamespace } = settings();
    return temporalUiUrl && temporalNamespace ? jobPage(temporalUiUrl, temporalNamespace, jobId) : undefined;
  },
});

function settings(): Settings<'cli'> {
  try {
    cached ??= readSettings('cli', clientEnvironment({ environment: process.env, cwd: process.cwd(), root: ROOT }));
    return cached;
  } catch (cause) {
    if (!(cause instanceof SettingsError)) throw cause;
    throw new CliError(cause.code, cause.message, { exitCode: EXIT.usage, cause });
  }
}

function needed(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  const gateway = SETTINGS.gatewayUrl.env;
  const message = process.env[gateway]
    ? `${name} is not set, and that of a local stack is not for the gateway that ${gateway} names. Set ${name}.`
    : `${name} is not set and no local stack runs. Start one with npm start in the project, or set ${name}.`;
  throw new CliError('no_stack', message, { exitCode: EXIT.unreachable });
}
