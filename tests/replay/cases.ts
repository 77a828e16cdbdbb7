import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RetryRequest } from '../../src/plan/job.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { ROOT } from '../support/stack.ts';
import { cancel, type During, decide, pauseAndResume } from './during.ts';
import { LANGUAGE_CASES } from './language-cases.ts';

/** A run whose histories are kept: its own, those of what it continues as, and those of its child workflows. */
export interface ReplayCase {
  name: string;
  spec: string;
  /** Specs of the case's own that it uses, by id. */
  uses?: Record<string, string>;
  inputs?: JsonObject;
  /** What is done from outside while it runs. */
  during?: During;
  /** It fails, and it is the attempt after that whose history is kept. */
  retry?: RetryRequest;
  /** A schedule starts it. */
  scheduled?: true;
  /** It is no job but a callback of a version that the spec's job makes: nobody is there to take it. */
  callback?: { delays_ms: readonly number[] };
  /** Kinds of event by which the histories show that the run was what it is here for. */
  shows?: readonly string[];
}

/** A small sound raster, put into bronze before the recording. */
export const SOURCE_BLOB = 'replay/source.tif';
/** Likewise, of a size that may be tiled. */
export const LARGE_SOURCE_BLOB = 'replay-large/source.tif';
/** Likewise, several that are one raster. */
export const MOSAIC_BLOBS = ['replay-mosaic/1.tif', 'replay-mosaic/2.tif'];
const SOURCE_FOLDER = { container_name: 'bronze', prefix: 'replay/' };

/** Every spec that ships. */
const SHIPPED_CASES: readonly ReplayCase[] = [
  { name: 'approval', spec: await shipped('approval_test'), inputs: { text: 'News.' }, during: decide('review', true) },
  { name: 'approval-rejected', spec: await shipped('approval_test'), during: decide('review', false) },
  { name: 'branch-default', spec: await shipped('conditional_test') },
  { name: 'branch-taken', spec: await shipped('conditional_test'), inputs: { amount: 500 } },
  { name: 'cancelled', spec: await shipped('echo_test'), inputs: { steps: 600, step_delay: 0.1 }, during: cancel },
  { name: 'checkpoint', spec: await shipped('checkpoint_test'), inputs: { steps: 3, step_delay: 0.01 } },
  { name: 'completed', spec: await shipped('echo_test'), inputs: { steps: 3, step_delay: 0.05 } },
  { name: 'container-inventory', spec: await shipped('container_inventory'), inputs: SOURCE_FOLDER },
  {
    name: 'container-inventory-empty',
    spec: await shipped('container_inventory'),
    inputs: { ...SOURCE_FOLDER, suffix: '.none' },
  },
  { name: 'container-summary', spec: await shipped('container_summary'), inputs: SOURCE_FOLDER },
  { name: 'fan-out', spec: await shipped('fan_out_test') },
  { name: 'hello-world', spec: await shipped('hello_world') },
  {
    name: 'ingest',
    spec: await shipped('raster_ingest'),
    inputs: { container_name: 'bronze', blob_name: SOURCE_BLOB, collection_id: 'replay' },
  },
  {
    name: 'ingest-outline',
    spec: await shipped('raster_ingest'),
    inputs: { container_name: 'bronze', blob_name: SOURCE_BLOB, collection_id: 'replay-outline' },
  },
  {
    name: 'ingest-pictures',
    spec: await shipped('raster_ingest'),
    inputs: { container_name: 'bronze', blob_name: SOURCE_BLOB, collection_id: 'replay-pictures' },
  },
  {
    name: 'ingest-refused',
    spec: await shipped('raster_ingest'),
    inputs: { container_name: 'bronze', blob_name: 'absent.tif' },
  },
  {
    name: 'ingest-tiled',
    spec: await shipped('raster_ingest'),
    inputs: {
      ...{ container_name: 'bronze', blob_name: LARGE_SOURCE_BLOB, collection_id: 'replay-tiled' },
      ...{ tiled_above: 1_000_000, tile_bytes: 1_048_576 },
    },
  },
  {
    name: 'mosaic',
    spec: await shipped('raster_mosaic'),
    inputs: { container_name: 'bronze', blob_names: MOSAIC_BLOBS, collection_id: 'replay-mosaic' },
  },
  {
    name: 'paused',
    spec: await shipped('echo_test'),
    inputs: { steps: 30, step_delay: 0.05 },
    during: pauseAndResume,
    shows: ['WORKFLOW_EXECUTION_SIGNALED'],
  },
  {
    name: 'reproject',
    spec: await shipped('raster_reproject'),
    inputs: { container_name: 'bronze', blob_name: SOURCE_BLOB, collection_id: 'replay', target_crs: 'EPSG:3857' },
  },
  { name: 'retries', spec: await shipped('retry_test') },
  { name: 'retries-of-items', spec: await shipped('retry_fan_out_test') },
];

export const REPLAY_CASES: readonly ReplayCase[] = [...SHIPPED_CASES, ...LANGUAGE_CASES];

function shipped(id: string): Promise<string> {
  return readFile(join(ROOT, 'workflows', `${id}.yaml`), 'utf8');
}
