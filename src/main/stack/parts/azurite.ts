import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import process from 'node:process';
import type { Certificates } from '../certificates.ts';
import type { ProcessSpec } from '../managed-process.ts';

export const ACCOUNT = 'devstoreaccount1';

export interface AzuriteOptions {
  /** Root of the project, where node_modules is. */
  readonly root: string;
  readonly port: number;
  readonly folder: string;
  readonly certificates: Certificates;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Blob storage over HTTPS that takes Entra ID tokens. It is silent because its access log has whole
 * URLs in it, and with them signatures. The account's key is random and told to nobody, so that
 * nothing can come to rely on one.
 */
export function azuriteProcess({ root, port, folder, certificates, env }: AzuriteOptions): ProcessSpec {
  const ca = readFileSync(certificates.caFile, 'utf8');
  return {
    name: 'azurite',
    command: process.execPath,
    args: [
      join(root, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js'),
      ...['--blobHost', '127.0.0.1', '--blobPort', `${port}`, '--location', folder],
      ...['--oauth', 'basic', '--cert', certificates.certFile, '--key', certificates.keyFile],
      ...['--silent', '--disableTelemetry', '--skipApiVersionCheck'],
    ],
    env: { ...env, AZURITE_ACCOUNTS: `${ACCOUNT}:${randomBytes(64).toString('base64')}` },
    stopSignal: 'SIGTERM',
    stopGraceMs: 10_000,
    readyWithinMs: 60_000,
    ready: () => answers(port, ca),
  };
}

/** Any answer over TLS will do: without a token it is a refusal. */
function answers(port: number, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request(
      { host: '127.0.0.1', port, ca, path: `/${ACCOUNT}?comp=list`, timeout: 1_000 },
      (response) => {
        response.resume();
        resolve(true);
      },
    );
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(false));
    probe.end();
  });
}
