import type { Settings } from '../settings/settings.ts';
import { ownUrls } from './addresses.ts';
import { isFree } from './ports.ts';
import type { Secrets } from './secrets.ts';

/**
 * Forgets the addresses that a stack of this very folder left in the environment, by way of its stack.env: they are
 * what this stack would use itself, and nobody listens there. Every other address is meant as it is given.
 */
export async function withoutStaleAddresses(settings: Settings<'stack'>, secrets: Secrets): Promise<Settings<'stack'>> {
  const own = ownUrls(settings, secrets);
  const [temporal, postgres, storage] = await Promise.all([
    isStale(settings.temporalAddress, own.temporalAddress, settings.temporalPort),
    isStale(settings.databaseUrl, own.databaseUrl, settings.postgresPort),
    isStale(settings.storageUrl, own.storageUrl, settings.azuritePort),
  ]);
  return {
    ...settings,
    ...(temporal ? { temporalAddress: undefined } : {}),
    ...(postgres ? { databaseUrl: undefined, databaseUrlDomain: undefined, databaseUrlGateway: undefined } : {}),
    ...(storage ? { storageUrl: undefined } : {}),
  };
}

async function isStale(given: string | undefined, own: string, port: number): Promise<boolean> {
  return given === own && (await isFree(port));
}
