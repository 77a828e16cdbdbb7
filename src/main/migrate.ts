import process from 'node:process';
import { migrate } from '../db/migrate.ts';
import { FaultError } from '../plan/fault.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';

const settings = readSettingsOrExit('migrate');

try {
  const started = performance.now();
  const applied = await migrate({
    databaseUrl: settings.databaseUrl,
    databaseUrlDomain: settings.databaseUrlDomain,
    databaseUrlGateway: settings.databaseUrlGateway,
    searchPath: process.env.PATH ?? '',
    log: (line) => console.error(line),
  });
  const what = applied.length === 0 ? 'nothing to apply' : `applied ${applied.join(', ')}`;
  console.log(`migrate: ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
} catch (error) {
  console.error(`migrate: ${describe(error)}`);
  process.exitCode = 1;
}

function describe(error: unknown): string {
  if (error instanceof FaultError) return `${error.fault.message} (${error.fault.code})`;
  // node-postgres reports a refused connection to several addresses as an aggregate without a message of its own.
  if (error instanceof AggregateError) return error.errors.map((each) => describe(each)).join('; ');
  return error instanceof Error ? error.message : String(error);
}
