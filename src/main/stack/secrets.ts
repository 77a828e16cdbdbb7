import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import type { StateFolder } from './state-folder.ts';

const schema = z.object({
  databaseAdminPassword: z.string(),
  databaseOwnerPassword: z.string(),
  databaseDomainPassword: z.string(),
  databaseGatewayPassword: z.string(),
  serviceKey: z.string(),
  /** Since there are callbacks. */
  webhookKey: z.string().optional(),
  identityHeader: z.string(),
  apiKey: z.string().optional(),
});

/** Made at random on the first start, kept in a file that only its owner reads. */
export type Secrets = z.infer<typeof schema> & { webhookKey: string };

/** @throws FaultError `secrets_unreadable` */
export function loadSecrets(folder: StateFolder): Secrets {
  if (existsSync(folder.secretsFile)) return completeSecrets(folder, readSecrets(folder));
  const secrets: Secrets = {
    databaseAdminPassword: random(),
    databaseOwnerPassword: random(),
    databaseDomainPassword: random(),
    databaseGatewayPassword: random(),
    serviceKey: random(),
    webhookKey: random(),
    identityHeader: random(),
  };
  saveSecrets(folder, secrets);
  return secrets;
}

/** What older software did not make yet is made now. */
function completeSecrets(folder: StateFolder, known: z.infer<typeof schema>): Secrets {
  if (known.webhookKey !== undefined) return { ...known, webhookKey: known.webhookKey };
  const secrets = { ...known, webhookKey: random() };
  saveSecrets(folder, secrets);
  return secrets;
}

/** The parser's own words are not repeated: they quote what they stumble over. */
function readSecrets({ secretsFile, root }: StateFolder): z.infer<typeof schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(secretsFile, 'utf8')));
  } catch {
    throw new FaultError({
      code: 'secrets_unreadable',
      message:
        `${secretsFile} is not what the stack wrote there, and without the passwords in it the database beside it is closed. ` +
        `Bring the file back from a copy, or begin anew: rm -rf ${root}`,
    });
  }
}

export function saveSecrets(folder: StateFolder, secrets: Secrets): void {
  writeFileSync(folder.secretsFile, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}

/** 256 bits in characters that are safe in URLs, environment files and headers. */
function random(): string {
  return randomBytes(32).toString('base64url');
}
