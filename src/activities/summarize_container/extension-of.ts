/** What a program would call one: a few letters and digits. Dates, versions and sentences have dots, too. */
const EXTENSION = /\.([a-z0-9_-]{1,16})$/;

/** Of a blob's name, in lower case, without its dot; empty where there is none. */
export function extensionOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  // A dot at the beginning hides a file and begins no extension.
  return EXTENSION.exec(last.slice(1))?.[1] ?? '';
}
