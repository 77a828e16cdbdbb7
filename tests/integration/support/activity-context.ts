import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pino } from 'pino';
import type { ActivityContext } from '../../../src/activities/activity.ts';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import type { Gdal } from '../../../src/gdal/gdal.ts';
import type { JsonValue } from '../../../src/plan/json.ts';
import type { Lifetime } from './lifetime.ts';
import { required, temporaryFolder } from './storage.ts';

export interface TestActivityContext extends ActivityContext {
  /** Every heartbeat: percent and checkpoint. */
  readonly beats: { percent: number; checkpoint: JsonValue | undefined }[];
}

/** What the worker gives an activity, without a worker. */
export async function activityContext(
  t: Lifetime,
  given: { job_id?: string; signal?: AbortSignal; saved?: JsonValue; attempt?: number } = {},
): Promise<TestActivityContext> {
  const root = await temporaryFolder(t);
  const beats: TestActivityContext['beats'] = [];
  return {
    job_id: given.job_id ?? 'job-of-a-test',
    node_id: 'node',
    item_key: null,
    attempt: given.attempt ?? 1,
    signal: given.signal ?? new AbortController().signal,
    log: pino({ level: 'silent' }),
    beats,
    heartbeat: (percent, checkpoint) => void beats.push({ percent, checkpoint }),
    checkpoint: (schema) => schema.safeParse(given.saved).data,
    scratch: async () => {
      const folder = join(root, 'scratch');
      await mkdir(folder, { recursive: true });
      return folder;
    },
  };
}

let started: Promise<Gdal> | undefined;
let scratchRoot: string | undefined;
after(() => scratchRoot && rm(scratchRoot, { recursive: true, force: true }));

/** One for all tests of a file: it asks GDAL for its drivers only once. */
export function gdalForTest(): Promise<Gdal> {
  started ??= startGdal();
  return started;
}

async function startGdal(): Promise<Gdal> {
  scratchRoot = await mkdtemp(join(tmpdir(), 'rhumbline-gdal-'));
  return createGdal({
    scratchRoot,
    searchPath: required('PATH'),
    threads: 2,
    cacheMegabytes: 128,
    caFile: required('RHUMBLINE_STORAGE_CA_FILE'),
  });
}
