import { isJsonObject, type JsonValue } from '../plan/json.ts';

/**
 * JSON text for a json or jsonb column. PostgreSQL refuses NUL characters and lone surrogates, which a program's error
 * message may well hold: they become U+FFFD, so that a failure is never lost because of its wording. undefined is SQL NULL.
 */
export function storableJson(value: object | JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === 'string') return storableText(member);
    return isJsonObject(member) && Object.keys(member).some(needsMending) ? withStorableKeys(member) : member;
  });
}

/** The same for a text column. */
export function storableText(text: string): string {
  return needsMending(text) ? text.replaceAll('\0', '\uFFFD').toWellFormed() : text;
}

function needsMending(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function withStorableKeys(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [storableText(key), value]));
}
