import type { Client } from '@temporalio/client';
import type pg from 'pg';
import type { AnyActivity } from '../../activities/activity.ts';
import { createApplyRetention, type RetentionAges } from '../../activities/apply_retention/activity.ts';
import { sweepProducts } from '../../activities/apply_retention/sweep-products.ts';
import { createAttemptWebhook } from '../../activities/attempt_webhook/activity.ts';
import type { ReceiverPolicy } from '../../activities/attempt_webhook/receiver.ts';
import { createBlobMetadata } from '../../activities/blob_metadata/activity.ts';
import { createPageReader } from '../../activities/container/page-reader.ts';
import { createEcho } from '../../activities/echo/activity.ts';
import { createFlakyEcho } from '../../activities/flaky_echo/activity.ts';
import { createKeepSnapshot } from '../../activities/keep_snapshot/activity.ts';
import { createListContainer } from '../../activities/list_container/activity.ts';
import { createLongEcho } from '../../activities/long_echo/activity.ts';
import { createRasterCog } from '../../activities/raster_cog/activity.ts';
import { createRasterFootprint } from '../../activities/raster_footprint/activity.ts';
import { createRasterMosaic } from '../../activities/raster_mosaic/activity.ts';
import { createRasterPlanMosaic } from '../../activities/raster_plan_mosaic/activity.ts';
import { createRasterPlanTiles } from '../../activities/raster_plan_tiles/activity.ts';
import { createRasterPreview } from '../../activities/raster_preview/activity.ts';
import { createRasterReproject } from '../../activities/raster_reproject/activity.ts';
import { createRasterStats } from '../../activities/raster_stats/activity.ts';
import { createRasterTileCog } from '../../activities/raster_tile_cog/activity.ts';
import { createRasterValidate } from '../../activities/raster_validate/activity.ts';
import { createRecallSnapshot } from '../../activities/recall_snapshot/activity.ts';
import { createRecordOutcome } from '../../activities/record_outcome/activity.ts';
import { createRecordScheduled } from '../../activities/record_scheduled/activity.ts';
import { createStacRegisterItem } from '../../activities/stac_register_item/activity.ts';
import { createStacRegisterItems } from '../../activities/stac_register_items/activity.ts';
import { createSummarizeContainer } from '../../activities/summarize_container/activity.ts';
import { createTakeTurn } from '../../activities/take_turn/activity.ts';
import { recallSnapshot } from '../../api/domain/temporal/recall-snapshot.ts';
import { forgetAnswers } from '../../assets/idempotency/forget-answers.ts';
import { recordJobReport } from '../../assets/record-job-report.ts';
import { archive } from '../../assets/retention/archive.ts';
import { submitScheduledJob } from '../../assets/schedules/submit-scheduled-job.ts';
import { readWebhook } from '../../assets/webhooks/read-webhook.ts';
import { recordWebhookAttempt } from '../../assets/webhooks/record-webhook-attempt.ts';
import type { SealFor } from '../../db/sealed.ts';
import type { Gdal } from '../../gdal/gdal.ts';
import type { TaskQueues } from '../../plan/job.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { SOFTWARE_VERSION } from '../version.ts';

export interface WorkerServices {
  pool: pg.Pool;
  store: BlobStore;
  gdal: Gdal;
  task_queues: TaskQueues;
  /** Of a job that a schedule starts. */
  used_runs: number;
  temporal: Client;
  webhooks: { seals: SealFor; policy: ReceiverPolicy };
  retention: { ages: RetentionAges; containers: readonly string[] };
}

/** Every handler, made with what it needs. */
export function createActivities(services: WorkerServices): AnyActivity[] {
  const { pool, store, gdal, task_queues, used_runs, temporal, webhooks, retention } = services;
  const { ages, containers } = retention;
  const pages = createPageReader(store);
  return [
    createApplyRetention({
      archive: (what, before, limit) => archive(pool, what, before, limit),
      forgetAnswers: (limit) => forgetAnswers(pool, limit),
      sweepProducts: (...batch) => sweepProducts({ pool, store, containers }, ...batch),
      ages,
    }),
    createAttemptWebhook({
      readDelivery: (attempt) => readWebhook(pool, webhooks.seals, attempt),
      recordAttempt: (attempt, result) => recordWebhookAttempt(pool, attempt, result),
      policy: webhooks.policy,
      software_version: SOFTWARE_VERSION,
    }),
    createBlobMetadata({ store, pages }),
    createEcho(),
    createFlakyEcho(),
    createKeepSnapshot(),
    createListContainer({ store, pages }),
    createLongEcho(),
    createRasterCog({ store, gdal }),
    createRasterFootprint({ store, gdal }),
    createRasterMosaic({ store, gdal }),
    createRasterPlanMosaic({ store, gdal }),
    createRasterPlanTiles({ store }),
    createRasterPreview({ store, gdal }),
    createRasterReproject({ store, gdal }),
    createRasterStats({ store, gdal }),
    createRasterTileCog({ store, gdal }),
    createRasterValidate({ store, gdal }),
    createRecallSnapshot({ recallSnapshot: (request) => recallSnapshot(temporal, request) }),
    createRecordOutcome({ recordJobReport: (report) => recordJobReport(pool, report) }),
    createRecordScheduled({
      submitScheduledJob: (submission) =>
        submitScheduledJob(pool, submission, { task_queues, used_runs, software_version: SOFTWARE_VERSION }),
    }),
    createStacRegisterItem({ pool, store, software_version: SOFTWARE_VERSION }),
    createStacRegisterItems({ pool, store, software_version: SOFTWARE_VERSION }),
    createSummarizeContainer({ store }),
    createTakeTurn(),
  ];
}
