import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

const FOLDER = join(import.meta.dirname, 'histories');
const SUFFIX = '.json.br';

/** A history as Temporal writes it in JSON, as far as is needed here. */
export interface RecordedHistory {
  events: { eventType: string; activityTaskScheduledEventAttributes?: { activityId: string } }[];
}

/** Names of the recordings: `<case>` or `<case>.<what else belongs to it>`. */
export async function recordings(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files.map((file) => file.slice(0, -SUFFIX.length)).sort();
}

export function caseOf(recording: string): string {
  return recording.replace(/\..*/, '');
}

export async function readRecording(name: string): Promise<RecordedHistory> {
  return JSON.parse(brotliDecompressSync(await readFile(join(FOLDER, `${name}${SUFFIX}`))).toString());
}

/** Compressed, since the long ones are a hundred times shorter then. */
export async function writeRecording(name: string, history: RecordedHistory): Promise<number> {
  const content = brotliCompressSync(JSON.stringify(history));
  await writeFile(join(FOLDER, `${name}${SUFFIX}`), content);
  return content.length;
}

/** Those of these cases, or all. */
export async function removeRecordings(names: readonly string[]): Promise<void> {
  for (const file of await readdir(FOLDER)) {
    if (names.length === 0 || names.includes(caseOf(file))) await rm(join(FOLDER, file));
  }
}

/** Kinds of event that a case is to have and has not. */
export function missingKinds(shows: readonly string[], histories: readonly RecordedHistory[]): string[] {
  const kinds = new Set(histories.flatMap(({ events }) => events.map(({ eventType }) => eventType)));
  return shows.filter((kind) => !kinds.has(`EVENT_TYPE_${kind}`));
}
