import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pino } from 'pino';
import type { ActivityContext } from '../../src/activities/activity.ts';
import { createRasterCog } from '../../src/activities/raster_cog/activity.ts';
import { rasterCogContract } from '../../src/activities/raster_cog/contract.ts';
import type { BlobStore } from '../../src/storage/blob-store.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';
import { type Measured, measure } from './measure.ts';
import { benchGdal } from './settings.ts';

/** What this program prints, as JSON. */
export interface FromBlob {
  measured: Measured;
  /** Bytes that were read of the source's blob, over its size. */
  fetched: number;
}

const FROM = { container_name: 'bronze', blob_name: 'bench/source.tif' };
const TO = { container_name: 'silver', blob_name: 'bench/product.tif' };

// A process of its own, as a worker is: Node takes the authority of the storage's certificate from the environment it is started with.
const [folder = '', source = ''] = process.argv.slice(2);
console.log(JSON.stringify(await fromBlob()));

/** The whole of raster_cog: fetch, hash, convert, compare with the source, hash, publish. */
async function fromBlob(): Promise<FromBlob> {
  const store = createBlobStore({ url: process.env.RHUMBLINE_STORAGE_URL ?? '' });
  if (!(await store.head(FROM))) await store.upload(source, FROM, { content_type: 'image/tiff', mode: 'create' });
  const head = await store.head(FROM);
  if (!head) throw new Error('The source is not in the storage although it was uploaded.');
  await store.remove(TO);
  const counted = countReads(store);
  const activity = createRasterCog({ store: counted.store, gdal: await benchGdal(folder, process.env) });
  const from = { ...FROM, etag: head.etag, size: head.size };
  const input = rasterCogContract.input.parse({ source: from, destination: TO, raster_class: 'multispectral' });
  const scratch = join(folder, 'activity');
  await mkdir(scratch);
  try {
    const measured = await measure('gdal_translate', () => activity.run(input, contextIn(scratch)));
    return { measured, fetched: counted.bytes() / head.size };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function countReads(store: BlobStore): { store: BlobStore; bytes(): number } {
  let bytes = 0;
  const isSource = (blob_name: string) => blob_name === FROM.blob_name;
  return {
    bytes: () => bytes,
    store: {
      ...store,
      download: async (ref, ...more) => {
        const got = await store.download(ref, ...more);
        if (isSource(ref.blob_name)) bytes += got.bytes;
        return got;
      },
      readRange: async (ref, ...range) => {
        const content = await store.readRange(ref, ...range);
        if (isSource(ref.blob_name)) bytes += content.length;
        return content;
      },
    },
  };
}

function contextIn(scratch: string): ActivityContext {
  return {
    ...{ job_id: 'bench', node_id: 'to_cog', item_key: null, attempt: 1 },
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
    heartbeat: () => {},
    checkpoint: () => undefined,
    scratch: async () => scratch,
  };
}
