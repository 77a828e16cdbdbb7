import { createBlobStore } from '../storage/create-blob-store.ts';
import { oneShot } from './one-shot.ts';
import { prepareNamespace } from './prepare/prepare-namespace.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';

/** What Temporal and the storage must hold before the first job: safe to run again, like the migrations. */
const settings = readSettingsOrExit('prepare');
const { temporalAddress: address, temporalNamespace: namespace, namespaceRetention: retention_ms } = settings;
const { inboundContainers, productContainers, payloadContainer } = settings;
const containers = [...new Set([...inboundContainers, ...productContainers, payloadContainer])];
const store = createBlobStore({ url: settings.storageUrl });

await oneShot('prepare', async () => {
  const isNew = await prepareNamespace({ address, namespace, retention_ms });
  await Promise.all(containers.map((name) => store.ensureContainer(name)));
  return `${isNew ? 'made the' : 'found the'} namespace ${namespace}; search attributes and the containers ${containers.join(', ')} are there`;
});
