import process from 'node:process';
import { migrate } from '../db/migrate.ts';
import { oneShot } from './one-shot.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';

const settings = readSettingsOrExit('migrate');

await oneShot('migrate', async () => {
  const applied = await migrate({
    databaseUrl: settings.databaseUrl,
    databaseUrlDomain: settings.databaseUrlDomain,
    databaseUrlGateway: settings.databaseUrlGateway,
    searchPath: process.env.PATH ?? '',
    log: (line) => console.error(line),
  });
  return applied.length === 0 ? 'nothing to apply' : `applied ${applied.join(', ')}`;
});
