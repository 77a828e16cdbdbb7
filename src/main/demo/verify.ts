import { searchItems } from '../../catalog/search-items.ts';
import { bytes } from '../../cli/format.ts';
import type { SubmissionStatus, Version } from '../../cli/gateway-client/gateway-client.ts';
import type { BlobRef } from '../../storage/blob-store.ts';
import { jobPage } from '../client/job-page.ts';
import { demoFault } from './demo-fault.ts';
import { COLLECTION, type Ingested } from './ingest.ts';
import { proveCog, proveInTemporal } from './prove.ts';
import type { DemoSession } from './session.ts';

const MOST_ITEMS = 1000;

/**
 * Checks everything that an ingested raster is to have come to, from outside, and prints it.
 *
 * @throws FaultError that says what is not so
 */
export async function verify(session: DemoSession, ingested: Ingested): Promise<void> {
  const { gateway, settings, store, signal, terminal } = session;
  const { raster, accepted, job } = ingested;
  const { asset_id, version_ordinal, request_id } = accepted;
  const status = await gateway.submissionStatus(request_id);
  const version = await gateway.version(asset_id, version_ordinal);
  requireApproved(status);
  const ref = blobOf(version);
  const cog = await proveCog(store, { ref, sha256: `${version.content_hash}`, bands: raster.bands }, session);
  const found = await findItem(session, ingested, version);
  await proveInTemporal(settings.temporalUiUrl, settings.temporalNamespace, job.job_id, signal);

  const rows = [
    ['Version', `${version_ordinal} of ${asset_id}: ${status.processing_state}, ${status.approval_state}`],
    ['COG', `${ref.container_name}/${ref.blob_name}`],
    ['', `${bytes(cog.bytes)}, ${cog.looks}, SHA-256 ${`${version.content_hash}`.slice(0, 16)}… as on record`],
    ['STAC item', `${version.stac_collection_id}/${version.stac_item_id}`],
    ['', `one of ${found} found by a search over ${raster.window.join(', ')}`],
    ['Temporal UI', jobPage(settings.temporalUiUrl, settings.temporalNamespace, job.job_id)],
  ];
  terminal.out(`  ${terminal.style('bold', raster.title)}: ${raster.about}`);
  for (const [name, value] of rows) terminal.out(`    ${`${name}`.padEnd(13)}${value}`);
}

function requireApproved({ request_id, processing_state, approval_state }: SubmissionStatus): void {
  if (processing_state === 'completed' && approval_state === 'approved') return;
  const message = `The status of ${request_id} is ${processing_state} and ${approval_state}, not completed and approved.`;
  throw demoFault('version_not_approved', message);
}

/** `container/name` as the version has it. */
function blobOf({ blob_path, asset_id, version_ordinal }: Version): BlobRef {
  const at = blob_path?.indexOf('/') ?? -1;
  if (blob_path && at > 0) return { container_name: blob_path.slice(0, at), blob_name: blob_path.slice(at + 1) };
  throw demoFault('cog_missing', `Version ${version_ordinal} of ${asset_id} names no blob.`);
}

/** How many items are found in the raster's window; the version's must be among them. */
async function findItem({ pool }: DemoSession, { raster }: Ingested, version: Version): Promise<number> {
  const items = await searchItems(pool, { bbox: raster.window, limit: MOST_ITEMS });
  const found = items.some(({ id, collection }) => id === version.stac_item_id && collection === COLLECTION);
  if (found) return items.length;
  throw demoFault(
    'stac_item_not_found',
    `A search over ${raster.window.join(', ')} finds ${items.length} items, but not ${COLLECTION}/${version.stac_item_id}.`,
  );
}
