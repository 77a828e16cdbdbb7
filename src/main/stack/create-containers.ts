import process from 'node:process';
import { createBlobStore } from '../../storage/create-blob-store.ts';
import { readSettingsOrExit } from '../settings/read-or-exit.ts';

/** Makes the containers named as arguments. A process of its own: Node reads whom to trust only when it starts. */
const { storageUrl } = readSettingsOrExit('cli');
if (storageUrl === undefined) throw new Error('RHUMBLINE_STORAGE_URL is not set.');
const store = createBlobStore({ url: storageUrl });
await Promise.all(process.argv.slice(2).map((name) => store.ensureContainer(name)));
