import { hash } from 'node:crypto';

const ASSET_ID_LENGTH = 32;

/**
 * The id of what a platform's references name: the first 32 hex characters of SHA-256 over
 * `<platform id>|<references as JSON>`. The same for the same references for ever, and to the byte that of the
 * orchestrator before this one, which wrote the JSON with Python's
 * `json.dumps(refs, sort_keys=True, separators=(',', ':'))`.
 */
export function assetId(platformId: string, refs: Readonly<Record<string, string>>): string {
  const members = Object.keys(refs)
    .sort(byCodePoint)
    .map((key) => `${asciiJsonString(key)}:${asciiJsonString(refs[key] ?? '')}`);
  const text = `${platformId}|{${members.join(',')}}`;
  return hash('sha256', text, 'hex').slice(0, ASSET_ID_LENGTH);
}

/** As Python writes a string: everything outside printable ASCII as `\uXXXX`, beyond the BMP as a surrogate pair. */
function asciiJsonString(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Python sorts by code points; JavaScript's own order is by UTF-16 units, which differs beyond the BMP. */
function byCodePoint(left: string, right: string): number {
  const a = Array.from(left, codePoint);
  const b = Array.from(right, codePoint);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
