import { FaultError } from './fault.ts';

const CONTAINER_NAME = /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/;
const MAX_NAME_LENGTH = 1024;
const MAX_SEGMENTS = 254;

interface Rule {
  broken: (name: string) => boolean;
  says: string;
}

/** Azure's rules for names, and what would let a name climb out of its container, or mean something else to GDAL. */
const BLOB_NAME_RULES: readonly Rule[] = [
  { broken: (name) => name.length === 0, says: 'must not be empty' },
  { broken: (name) => name.length > MAX_NAME_LENGTH, says: `must have at most ${MAX_NAME_LENGTH} characters` },
  { broken: (name) => /\p{Cc}/u.test(name), says: 'must not have control characters' },
  { broken: (name) => !name.isWellFormed(), says: 'must be well-formed Unicode' },
  { broken: (name) => name.includes('\\'), says: 'must have / between its parts, not a backslash' },
  { broken: (name) => name.startsWith('-'), says: 'must not start with -' },
  { broken: (name) => name.startsWith('/'), says: 'must not start with /' },
  {
    broken: (name) => /(^|\/)vsi[a-z0-9_]*(\/|$)/i.test(name),
    says: "must not name one of GDAL's virtual file systems",
  },
  {
    broken: (name) => /%(25)*(2e|2f|5c|0[0-9a-f]|1[0-9a-f]|7f)/i.test(name),
    says: 'must not have encoded dots, slashes or control characters',
  },
  {
    broken: (name) => name.split('/').includes(''),
    says: 'must not have an empty part between two slashes or at its end',
  },
  {
    broken: (name) => name.split('/').some((part) => part === '.' || part === '..'),
    says: 'must not have . or .. as a part',
  },
  {
    broken: (name) => name.split('/').some((part) => part.endsWith('.')),
    says: 'must not have a part that ends with a dot',
  },
  { broken: (name) => name.split('/').length > MAX_SEGMENTS, says: `must have at most ${MAX_SEGMENTS} parts` },
];

export function isContainerName(name: string): boolean {
  return CONTAINER_NAME.test(name);
}

export function isBlobName(name: string): boolean {
  return !BLOB_NAME_RULES.some(({ broken }) => broken(name));
}

/** @throws FaultError `invalid_blob_path` */
export function checkBlobName(name: string): string {
  const rule = BLOB_NAME_RULES.find(({ broken }) => broken(name));
  if (rule) throw invalidPath('blob_name', name, rule.says);
  return name;
}

/** What stands between two slashes of a blob's name. @throws FaultError `invalid_blob_path` */
export function checkBlobPart(part: string): string {
  if (part.includes('/')) throw invalidPath('blob_name', part, 'must be one part of a name, without /');
  return checkBlobName(part);
}

/** What names of blobs begin with: any beginning of a name, or nothing. @throws FaultError `invalid_blob_path` */
export function checkBlobPrefix(prefix: string): string {
  if (prefix.split('/').includes('..')) throw invalidPath('prefix', prefix, 'must not have .. as a part');
  // Its last part is only the beginning of one, unless it is as long as a name may be.
  const name = prefix.length < MAX_NAME_LENGTH ? `${prefix}x` : prefix;
  const rule = BLOB_NAME_RULES.find(({ broken }) => broken(name));
  if (rule) throw invalidPath('prefix', prefix, rule.says);
  return prefix;
}

/** @throws FaultError `invalid_blob_path` */
export function checkContainerName(name: string): string {
  if (isContainerName(name)) return name;
  throw invalidPath(
    'container_name',
    name,
    'must have 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit first and last',
  );
}

const CALLED = {
  container_name: 'The container name',
  blob_name: 'The blob name',
  prefix: 'The prefix of blob names',
} as const;

function invalidPath(field: keyof typeof CALLED, value: string, rule: string): FaultError {
  const shown = JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  return new FaultError({
    code: 'invalid_blob_path',
    message: `${CALLED[field]} ${shown} ${rule}.`,
    detail: { field, rule },
  });
}
