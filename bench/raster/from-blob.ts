import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { pino } from 'pino';
import type { z } from 'zod';
import type { Activity, ActivityContext } from '../../src/activities/activity.ts';
import { createRasterCog } from '../../src/activities/raster_cog/activity.ts';
import { createRasterMosaic } from '../../src/activities/raster_mosaic/activity.ts';
import { createRasterPlanTiles } from '../../src/activities/raster_plan_tiles/activity.ts';
import { createRasterTileCog } from '../../src/activities/raster_tile_cog/activity.ts';
import { createRasterValidate } from '../../src/activities/raster_validate/activity.ts';
import type { Gdal } from '../../src/gdal/gdal.ts';
import type { BlobRef, BlobStore } from '../../src/storage/blob-store.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';
import { recordStorage } from '../../tests/integration/support/hostile/storage-recorder.ts';
import { type Measured, measure } from './measure.ts';
import { benchGdal } from './settings.ts';
import { SOURCE_BLOB, uploadSource } from './source-blob.ts';
import { translate } from './translate.ts';

/** What this program prints, as JSON. */
export interface FromBlob {
  measured: Measured;
  /** Bytes that were read of the source's blob, over its size. */
  fetched: number;
}

interface Services {
  store: BlobStore;
  gdal: Gdal;
  scratch: string;
}

/** The activities of a route of raster_ingest, one after the other. Of that by tiles nothing but the bytes counts: to count them takes its time. */
const ROUTES: Readonly<Record<string, (services: Services) => Promise<unknown>>> = {
  cog,
  tiles,
  copies,
  upload: async () => {},
};

// A process of its own, as a worker is: Node takes the authority of the storage's certificate from the environment it is started with.
const [route = '', folder = '', source = ''] = process.argv.slice(2);
const CLASS = 'multispectral';
/** Another for each run: what is there already is not made again. */
const PLACE = `bench/${randomUUID()}`;
console.log(JSON.stringify(await fromBlob(ROUTES[route] ?? tiles)));

async function fromBlob(work: (services: Services) => Promise<unknown>): Promise<FromBlob> {
  const storage = createBlobStore({ url: process.env.RHUMBLINE_STORAGE_URL ?? '' });
  const { size } = await uploadSource(storage, source);
  const ended: (() => unknown)[] = [];
  const { store, bytes } = await countReads(storage, (undo) => ended.push(undo));
  const scratch = join(folder, 'activities');
  const gdal = await benchGdal(folder, process.env);
  await mkdir(scratch);
  try {
    const measured = await measure('gdal_translate', () => work({ store, gdal, scratch }));
    return { measured, fetched: bytes() / size };
  } finally {
    await rm(scratch, { recursive: true });
    for (const undo of ended) await undo();
  }
}

/** What is read of the source by ranges, by GDAL too, which goes through a server of this process, and as a whole. */
async function countReads(storage: BlobStore, after: (undo: () => unknown) => void) {
  const { store, seen } = await recordStorage({ after }, storage);
  let downloaded = 0;
  const download: BlobStore['download'] = async (ref, ...more) => {
    const got = await store.download(ref, ...more);
    if (ref.blob_name === SOURCE_BLOB.blob_name) downloaded += got.bytes;
    return got;
  };
  const ofSource = () => seen.filter(({ path }) => path.endsWith(SOURCE_BLOB.blob_name));
  return {
    store: { ...store, download },
    bytes: () => ofSource().reduce((sum, { bytes }) => sum + bytes, downloaded),
  };
}

/** Fetch, hash, convert, compare with the source, hash, publish. */
async function cog(services: Services): Promise<void> {
  const { store } = services;
  const { etag = '', size = 0 } = (await store.head(SOURCE_BLOB)) ?? {};
  const source = { ...SOURCE_BLOB, etag, size };
  await run(services, createRasterCog(services), { source, destination: to('product.tif'), raster_class: CLASS });
}

/** What anybody would do: the storage's client, GDAL, the client again. Nothing is hashed, compared, or made of statistics. */
async function copies({ gdal, scratch }: Services): Promise<void> {
  const account = new BlobServiceClient(process.env.RHUMBLINE_STORAGE_URL ?? '', new DefaultAzureCredential());
  const blobOf = ({ container_name, blob_name }: BlobRef) =>
    account.getContainerClient(container_name).getBlockBlobClient(blob_name);
  const [fetched, product] = [join(scratch, 'source.tif'), join(scratch, 'product.tif')];
  await blobOf(SOURCE_BLOB).downloadToFile(fetched);
  await translate({ gdal, source: fetched, product, scratch, signal: new AbortController().signal });
  await blobOf(to('product.tif')).uploadFile(product, { concurrency: 4 });
}

/** With the sample that raster_validate reads of the source. */
async function tiles(services: Services): Promise<void> {
  const raster = await run(services, createRasterValidate(services), { ...SOURCE_BLOB, raster_type: CLASS });
  const wish = { raster, tiled_above: 0 };
  const { tiles: planned, overview_levels } = await run(services, createRasterPlanTiles(services), wish);
  const common = { overview_levels, raster_class: CLASS };
  const tileCog = createRasterTileCog(services);
  const made: unknown[] = [];
  for (const { id, window } of planned) {
    const tile = { id, window, source: raster.source, destination: to(`mosaic.${id}.tif`), ...common };
    made.push(await run(services, tileCog, tile));
  }
  await run(services, createRasterMosaic(services), { raster, tiles: made, destination: to('mosaic'), ...common });
}

function to(name: string) {
  return { container_name: 'silver', blob_name: `${PLACE}/${name}` };
}

async function run<I extends z.ZodType, O extends z.ZodType>(
  { scratch }: Services,
  { contract, run: perform }: Activity<I, O>,
  input: unknown,
): Promise<z.output<O>> {
  const own = join(scratch, contract.name);
  await mkdir(own);
  try {
    return contract.output.parse(await perform(contract.input.parse(input), contextIn(own)));
  } finally {
    await rm(own, { recursive: true });
  }
}

function contextIn(scratch: string): ActivityContext {
  return {
    ...{ job_id: 'bench', node_id: 'bench', item_key: null, attempt: 1 },
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
    heartbeat: () => {},
    checkpoint: () => undefined,
    scratch: async () => scratch,
  };
}
