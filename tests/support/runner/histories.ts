import { Client, Connection } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { LARGE_MESSAGES } from '../../../src/main/large-messages.ts';
import { isReference } from '../../../src/storage/claim-check/reference.ts';
import { payloadsOf } from '../payloads.ts';
import { allText, findSignatures } from './signatures.ts';

export interface HistoryFindings {
  readonly histories: number;
  /** Payloads that were fetched from the storage. */
  readonly fetched: number;
  /** Payloads that are not in the storage any more. */
  readonly gone: number;
  readonly leaks: string[];
}

/** Reads the whole history of every workflow that the server has, with every payload in it, wherever it lies. */
export async function searchHistories(
  address: string,
  namespace: string,
  codec: PayloadCodec,
): Promise<HistoryFindings> {
  const connection = await Connection.connect({ address, channelArgs: LARGE_MESSAGES });
  try {
    const client = new Client({ connection, namespace });
    const total = { histories: 0, fetched: 0, gone: 0, leaks: [] as string[] };
    for await (const { workflowId, runId } of client.workflow.list()) {
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const { fetched, gone, leaks } = await searchEvents(events, codec);
      total.histories += 1;
      total.fetched += fetched;
      total.gone += gone;
      total.leaks.push(...leaks.map((excerpt) => `${workflowId}: ${excerpt}`));
    }
    return total;
  } finally {
    await connection.close();
  }
}

/** The same for one history. */
export async function searchEvents(events: unknown, codec: PayloadCodec): Promise<Omit<HistoryFindings, 'histories'>> {
  const payloads = payloadsOf(events);
  // All of them: what stays in the history may be compressed, in which nothing could be found either.
  const decoded = await Promise.all(payloads.map((payload) => content(codec, payload)));
  const stored = payloads.filter(isReference).length;
  const gone = decoded.filter((payload) => payload === undefined).length;
  const leaks = findSignatures([events, decoded].map(allText).join('\n'));
  return { fetched: stored - gone, gone, leaks };
}

/** undefined for one that a test has removed, or the collector; nothing else may be wrong with a payload. */
async function content(codec: PayloadCodec, payload: Payload): Promise<Payload | undefined> {
  try {
    return (await codec.decode([payload]))[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'payload_missing') return undefined;
    throw error;
  }
}
