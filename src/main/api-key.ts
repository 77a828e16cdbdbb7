import process from 'node:process';
import { parseArgs } from 'node:util';
import { SCOPES, type Scope } from '../assets/api-keys/api-key.ts';
import { createApiKey } from '../assets/api-keys/create-api-key.ts';
import { createPool } from '../db/pool.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';

const HELP = `Usage: node src/main/api-key.ts --name TEXT [--scope SCOPE]…

Makes an API key for any platform, straight in the database, and prints it: the first key of a deployment, with which
\`rhumbline api-key\` makes all others over the gateway.

  --name TEXT    whose key it is
  --scope SCOPE  ${SCOPES.join(', ')}; may be given more than once (default: admin)
  --help         this text`;

const EXIT_USAGE = 64;

const { values: flags } = parseArgs({
  options: {
    name: { type: 'string' },
    scope: { type: 'string', multiple: true, default: ['admin'] },
    help: { type: 'boolean', default: false },
  },
});
const scopes = SCOPES.filter((scope): scope is Scope => flags.scope.includes(scope));
if (flags.help) {
  console.log(HELP);
} else if (!flags.name || scopes.length !== new Set(flags.scope).size) {
  console.error(HELP);
  process.exitCode = EXIT_USAGE;
} else {
  await make(flags.name);
}

async function make(name: string): Promise<void> {
  const { databaseUrlDomain: url } = readSettingsOrExit('api-key');
  const pool = createPool({ url, application_name: 'rhumbline api-key', max: 1, onError: () => undefined });
  try {
    console.log((await createApiKey(pool, { name, scopes, platform_id: null })).key);
  } finally {
    await pool.end();
  }
}
