import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { StateFolder } from './state-folder.ts';

const schema = z.object({
  databaseAdminPassword: z.string(),
  databaseOwnerPassword: z.string(),
  databaseDomainPassword: z.string(),
  databaseGatewayPassword: z.string(),
  serviceKey: z.string(),
  identityHeader: z.string(),
  apiKey: z.string().optional(),
});

/** Made at random on the first start, kept in a file that only its owner reads. */
export type Secrets = z.infer<typeof schema>;

export function loadSecrets(folder: StateFolder): Secrets {
  if (existsSync(folder.secretsFile)) return schema.parse(JSON.parse(readFileSync(folder.secretsFile, 'utf8')));
  const secrets: Secrets = {
    databaseAdminPassword: random(),
    databaseOwnerPassword: random(),
    databaseDomainPassword: random(),
    databaseGatewayPassword: random(),
    serviceKey: random(),
    identityHeader: random(),
  };
  saveSecrets(folder, secrets);
  return secrets;
}

export function saveSecrets(folder: StateFolder, secrets: Secrets): void {
  writeFileSync(folder.secretsFile, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}

/** 256 bits in characters that are safe in URLs, environment files and headers. */
function random(): string {
  return randomBytes(32).toString('base64url');
}
