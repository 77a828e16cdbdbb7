import { assetId } from '../../assets/asset-id.ts';
import { bytes, count } from '../../cli/format.ts';
import type { AcceptedSubmission, Job } from '../../cli/gateway-client/gateway-client.ts';
import { followJobs } from '../../cli/progress/follow-jobs.ts';
import { viewFor } from '../../cli/progress/views.ts';
import type { BlobRef } from '../../storage/blob-store.ts';
import { clearTheWay } from './clear-the-way.ts';
import { demoFault } from './demo-fault.ts';
import type { PreparedRaster } from './prepare-rasters.ts';
import type { DemoSession } from './session.ts';

export const COLLECTION = 'rhumbline-demo';
const PLATFORM = 'ddh';

export interface Submitted {
  readonly raster: PreparedRaster;
  readonly accepted: AcceptedSubmission;
}

export interface Ingested extends Submitted {
  readonly job: Job;
}

/** Looks up what the demo's assets came to so far; before the uploads, which would change the sources of jobs that run. */
export async function readyAssets({ gateway, terminal, signal }: DemoSession, rasters: readonly PreparedRaster[]) {
  for (const raster of rasters) {
    const id = assetId(PLATFORM, refsOf(raster));
    const versions = await clearTheWay(gateway, id, signal, (line) => terminal.out(line));
    terminal.out(`  ${raster.name}: asset ${id}, ${count(versions, 'version')} so far`);
  }
}

export async function uploadRasters(session: DemoSession, rasters: readonly PreparedRaster[]): Promise<void> {
  const { store, terminal, signal } = session;
  for (const raster of rasters) {
    const ref = sourceOf(raster);
    await store.upload(raster.path, ref, { content_type: 'image/tiff', mode: 'replace', signal });
    terminal.out(`  ${ref.container_name}/${ref.blob_name}  ${bytes(raster.bytes)}`);
  }
}

/** Each raster as a version of an asset of the Development Data Hub, as that platform's client would submit it. */
export async function submitRasters(session: DemoSession, rasters: readonly PreparedRaster[]): Promise<Submitted[]> {
  const { gateway, terminal } = session;
  const submitted: Submitted[] = [];
  for (const raster of rasters) {
    const accepted = await gateway.submitAsset({
      platform_id: PLATFORM,
      platform_refs: refsOf(raster),
      data_type: 'raster',
      submitted_by: 'npm run demo',
      input_params: { ...sourceOf(raster), ...raster.inputs, collection_id: COLLECTION, title: raster.title },
    });
    terminal.out(
      `  ${raster.name}: ${accepted.status}, version ${accepted.version_ordinal} of the asset ${accepted.asset_id}`,
    );
    submitted.push({ raster, accepted });
  }
  return submitted;
}

/**
 * Shows the jobs' progress until both have ended.
 *
 * @throws FaultError `demo_job_failed`
 */
export async function followSubmitted(session: DemoSession, submitted: readonly Submitted[]): Promise<Ingested[]> {
  const { gateway, terminal, signal } = session;
  const references = await Promise.all(submitted.map(({ accepted }) => gateway.lookUp(accepted.request_id)));
  const jobIds = references.map(({ job_id }) => job_id);
  const names = new Map(submitted.map(({ raster }, index) => [`${jobIds[index]}`, raster.name]));
  const ended = await followJobs(gateway, jobIds, viewFor(terminal, names), signal);
  return submitted.map((each, index) => {
    const job = ended[index]?.job;
    if (job?.state === 'completed') return { ...each, job };
    const why = job?.error ? `: ${job.error.code}: ${job.error.message}` : '.';
    throw demoFault('demo_job_failed', `The job of ${each.raster.name} is ${job?.state}, not completed${why}`);
  });
}

export async function approveAll({ gateway, terminal }: DemoSession, ingested: readonly Ingested[]): Promise<void> {
  for (const { raster, accepted } of ingested) {
    const { approval_state } = await gateway.approve(accepted.asset_id, accepted.version_ordinal, { reviewer: 'demo' });
    terminal.out(`  ${raster.name}: version ${accepted.version_ordinal} is ${approval_state}`);
  }
}

function refsOf({ name }: PreparedRaster): Record<string, string> {
  return { dataset_id: 'rhumbline-demo', resource_id: name };
}

function sourceOf({ name }: PreparedRaster): BlobRef {
  return { container_name: 'bronze', blob_name: `demo/${name}.tif` };
}
