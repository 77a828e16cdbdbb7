import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { pino } from 'pino';
import { createSummarizeContainer } from '../../src/activities/summarize_container/activity.ts';
import { summarizeContainerContract } from '../../src/activities/summarize_container/contract.ts';
import { BLOBS_A_PAGE } from '../../src/storage/blob-store.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';

/** What this program prints, as JSON. */
export interface Listed {
  count: number;
  seconds: number;
  /** Most memory that it had resident, in MB of a million bytes. */
  peak_mb: number;
}

// A process of its own, whose memory is its own.
const [how = '', url = '', container_name = ''] = process.argv.slice(2);
const began = performance.now();
const count = await (how === 'ours' ? summarized() : listed());
const seconds = (performance.now() - began) / 1000;
const status = await readFile('/proc/self/status', 'utf8');
const peak_mb = (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024) / 1e6;
console.log(JSON.stringify({ count, seconds, peak_mb } satisfies Listed));

async function summarized(): Promise<number> {
  const activity = createSummarizeContainer({ store: createBlobStore({ url, inbound: [container_name] }) });
  const output = await activity.run(summarizeContainerContract.input.parse({ container_name }), {
    ...{ job_id: 'bench', node_id: 'bench', item_key: null, attempt: 1 },
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
    heartbeat: () => {},
    checkpoint: () => undefined,
    scratch: async () => '',
  });
  return summarizeContainerContract.output.parse(output).count;
}

/** The client alone, by pages of the same size, with nothing made of them. */
async function listed(): Promise<number> {
  const container = new BlobServiceClient(url, new DefaultAzureCredential()).getContainerClient(container_name);
  let blobs = 0;
  const pages = container.listBlobsFlat({ includeMetadata: true }).byPage({ maxPageSize: BLOBS_A_PAGE });
  for await (const { segment } of pages) blobs += segment.blobItems.length;
  return blobs;
}
