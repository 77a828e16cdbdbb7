import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MOST_BYTES = 64 * 1024;

/** What was written to a log from a byte offset on, the last 64 KiB of it at most. */
export function readLogFrom(path: string, offset: number): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const start = Math.max(offset, size - MOST_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const length = readSync(file, buffer, 0, buffer.length, start);
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

/** The last lines of a log, each indented, for an error message. */
export function lastLines(path: string, offset: number, count = 15): string {
  const lines = readLogFrom(path, offset).trimEnd().split('\n').slice(-count);
  return lines.map((line) => `    ${line.slice(0, 500)}`).join('\n');
}
