import { isIP } from 'node:net';
import { z } from 'zod';
import { SCOPES } from '../../assets/api-keys/api-key.ts';
import { parseDuration } from '../../plan/duration.ts';
import { COSTS, type Cost } from '../../plan/plan.ts';

/** Parsers of one setting each. Their messages say what was expected and never repeat the value. */

export const host = z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'expected a host name or an IP address');
export const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected letters, digits, dots, hyphens');
/** A dot or a colon would end it where Temporal writes it together with a build id. */
export const deploymentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'expected at most 100 letters, digits, hyphens');
export const path = z.string().regex(/^[^\0]+$/, 'expected a path');
export const word = z.string().regex(/^\S+$/, 'expected a string without spaces');
export const secret = word;
export const signingKey = z.string().min(32, 'expected at least 32 characters');

export const hostAndPort = z
  .string()
  .refine((text) => /^[^\s/@]+:\d{1,5}$/.test(text) && isPort(text.slice(text.lastIndexOf(':') + 1)), {
    error: 'expected host:port',
  });

export const port = z.string().refine(isPort, { error: 'expected a port, 1 to 65535' }).transform(Number);

export function integer(minimum: number, maximum: number) {
  const error = `expected a whole number, ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, { error });
}

export const container = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/,
    'expected 3 to 63 lower-case letters, digits and single hyphens',
  );

export const containers = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))])
  .pipe(z.array(container));

/** Days, or a duration as specs have it: milliseconds. */
export const age = z.string().transform((text, context) => {
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  const milliseconds = days === undefined ? parseDuration(text) : Number(days) * 86_400_000;
  if (milliseconds) return milliseconds;
  context.issues.push({ code: 'custom', input: text, message: 'expected a time such as 30d, 12h or 10m' });
  return z.NEVER;
});

/** The same, both ends allowed. */
export function ageBetween(shortest: string, longest: string) {
  const [least = 0, most = 0] = [parseDuration(shortest), parseDuration(longest)];
  return age.refine((milliseconds) => milliseconds >= least && milliseconds <= most, {
    error: `expected a time between ${shortest} and ${longest}`,
  });
}

/** Milliseconds. */
export const durations = z
  .string()
  .transform((text) => text.split(',').map((part) => parseDuration(part.trim()) ?? 0))
  .refine((delays) => delays.length <= 50 && delays.every((delay) => delay > 0), {
    error: 'expected 1 to 50 times such as 500ms, 30s, 5m, 2h, with a comma between',
  });

/** As URLs have them: an IPv6 address without its brackets. */
export const hosts = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()))
  .pipe(z.array(host));

export const httpUrl = z
  .string()
  .refine((text) => isUrl(text, ['http:', 'https:']), { error: 'expected an http:// or https:// URL' })
  .transform(withoutTrailingSlash);

/** As it is: an issuer with a slash at its end is another one. */
export const issuer = z
  .string()
  .refine((text) => isUrl(text, ['https:', 'http:']), { error: 'expected an https:// URL' });

/** What is believed must not be changed on its way; on this machine itself nobody is in between. */
export const secureUrl = z
  .string()
  .refine((text) => isUrl(text, ['https:']) || (isUrl(text, ['http:']) && LOOPBACK.test(new URL(text).hostname)), {
    error: 'expected an https:// URL',
  });

const LOOPBACK = /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/;

const ROLES_EXPECTED = { error: `expected ROLE=SCOPE with a comma between, where SCOPE is ${SCOPES.join(', ')}` };

export const roleMap = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.trim().split('=')))
  .pipe(z.array(z.tuple([z.string().min(1, ROLES_EXPECTED), z.enum(SCOPES, ROLES_EXPECTED)], ROLES_EXPECTED)));

/** IP addresses, or networks as CIDR has them. */
export const networks = z
  .string()
  .transform((text) => (text === 'none' ? [] : text.split(',').map((part) => part.trim())))
  .refine((parts) => parts.every(isNetwork), {
    error: 'expected IP addresses or networks with a comma between, or none',
  });

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return most > 0 && rest.length === 0 && fits;
}

export const postgresUrl = z
  .string()
  .refine((text) => isUrl(text, ['postgres:', 'postgresql:']) && new URL(text).pathname.length > 1, {
    error: 'expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE',
  });

export const blobEndpoint = z
  .string()
  .refine((text) => isUrl(text, ['https:']) && new URL(text).search === '' && new URL(text).username === '', {
    error: 'expected an https:// URL without a query (no SAS: the storage is reached by identity)',
  })
  .transform(withoutTrailingSlash);

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
  error: 'expected trace, debug, info, warn, error, fatal or silent',
});

export const workerQueues = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))])
  .refine((queues): queues is Cost[] => queues.every((queue) => COSTS.some((cost) => cost === queue)), {
    error: `expected ${COSTS.join(', ')} or both, with a comma between`,
  });

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function withoutTrailingSlash(text: string): string {
  return text.replace(/\/+$/, '');
}
