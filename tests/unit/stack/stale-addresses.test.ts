import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { readSettings } from '../../../src/main/settings/settings.ts';
import { freePorts } from '../../../src/main/stack/ports.ts';
import { withoutStaleAddresses } from '../../../src/main/stack/stale-addresses.ts';
import { SECRETS } from './support/secrets.ts';

/** As when stack.env of a stack on these ports was read into the environment. */
async function settingsOfStackEnv() {
  const [temporal, postgres, azurite] = await freePorts(3);
  const settings = readSettings('stack', {
    RHUMBLINE_TEMPORAL_PORT: `${temporal}`,
    RHUMBLINE_POSTGRES_PORT: `${postgres}`,
    RHUMBLINE_AZURITE_PORT: `${azurite}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporal}`,
    DATABASE_URL: `postgresql://rhumbline_owner:owner-secret@127.0.0.1:${postgres}/rhumbline`,
    DATABASE_URL_DOMAIN: `postgresql://rhumbline_domain:domain-secret@127.0.0.1:${postgres}/rhumbline`,
    RHUMBLINE_STORAGE_URL: `https://127.0.0.1:${azurite}/devstoreaccount1`,
  });
  return { settings, temporal };
}

test('stale addresses: those of a stack of this folder that has gone are forgotten', async () => {
  const { settings } = await settingsOfStackEnv();
  const { temporalAddress, databaseUrl, databaseUrlDomain, storageUrl } = await withoutStaleAddresses(
    settings,
    SECRETS,
  );
  assert.deepEqual([temporalAddress, databaseUrl, databaseUrlDomain, storageUrl], Array(4).fill(undefined));
});

test('stale addresses: one where somebody listens, or that is not our own, is meant as it is given', async (t) => {
  const { settings, temporal } = await settingsOfStackEnv();
  const server = createServer().listen(temporal, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const databaseUrl = 'postgresql://rhumbline_owner:other@127.0.0.1:5432/rhumbline';
  const kept = await withoutStaleAddresses({ ...settings, databaseUrl }, SECRETS);
  assert.equal(kept.temporalAddress, `127.0.0.1:${temporal}`);
  assert.equal(kept.databaseUrl, databaseUrl);
  assert.equal(kept.storageUrl, undefined);
});
