import type pg from 'pg';
import type { AnyActivity } from '../../activities/activity.ts';
import { createEcho } from '../../activities/echo/activity.ts';
import { createRasterValidate } from '../../activities/raster_validate/activity.ts';
import { createRecordOutcome } from '../../activities/record_outcome/activity.ts';
import { recordJobReport } from '../../assets/record-job-report.ts';
import type { Gdal } from '../../gdal/gdal.ts';
import type { BlobStore } from '../../storage/blob-store.ts';

export interface WorkerServices {
  pool: pg.Pool;
  store: BlobStore;
  gdal: Gdal;
}

/** Every handler, made with what it needs. */
export function createActivities({ pool, store, gdal }: WorkerServices): AnyActivity[] {
  return [
    createEcho(),
    createRasterValidate({ store, gdal }),
    createRecordOutcome({ recordJobReport: (report) => recordJobReport(pool, report) }),
  ];
}
