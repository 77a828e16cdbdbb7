import { readJobEnds } from '../../../assets/reads/read-job-ends.ts';
import type { ListedBlob } from '../../../storage/blob-store.ts';
import { jobOfFolder } from '../../../storage/claim-check/folder.ts';
import type { DomainServices } from '../services.ts';
import { isWorkflowOpen } from '../temporal/is-workflow-open.ts';

export type CollectServices = Pick<DomainServices, 'pool' | 'storage' | 'temporal'>;

export interface CollectOptions {
  container_name: string;
  /** Milliseconds that payloads are kept after their job's end. */
  retention_ms: number;
  /** Blobs that one call removes at most. */
  limit: number;
}

export interface Collected {
  /** Blobs removed. */
  removed: number;
  /** Where the next call goes on; undefined once all has been looked at. */
  next: string | undefined;
}

const DELETES_AT_ONCE = 8;
/** What the codec makes: whatever else somebody put into the container stays. */
const PAYLOAD_BLOB = /^[^/]+\/[0-9a-f]{64}$/;

/**
 * Removes the stored payloads of jobs that ended longer ago than the retention, and those of no known job that are that old
 * and whose workflow is not open. Looks at one page of jobs; several processes may do it at the same time.
 *
 * @param after `next` of the call before
 */
export async function collectPayloads(
  services: CollectServices,
  options: CollectOptions,
  now: Date,
  after?: string,
): Promise<Collected> {
  const { folders, next } = await services.storage.folders(options.container_name, after);
  const ours = folders.flatMap((folder) => {
    const job_id = jobOfFolder(folder);
    return job_id === undefined ? [] : [{ folder, job_id }];
  });
  const ends = await readJobEnds(
    services.pool,
    ours.map(({ job_id }) => job_id),
  );
  const before = new Date(now.getTime() - options.retention_ms);
  let removed = 0;
  for (const { folder, job_id } of ours) {
    const end = ends.get(job_id);
    if (end === null || (end && end >= before)) continue;
    const listed = await services.storage.list(options.container_name, `${folder}/`);
    const blobs = listed.filter(({ blob_name }) => PAYLOAD_BLOB.test(blob_name));
    if (end === undefined && !(await isAbandoned(services, job_id, blobs, before))) continue;
    removed += await removeAll(services, blobs.slice(0, options.limit - removed));
    // The rest of this page is still there for the next call, from the same place.
    if (removed >= options.limit) return { removed, next: after };
  }
  return { removed, next };
}

/** A job that the database does not know may be a workflow that was started by hand. */
async function isAbandoned(
  { temporal }: CollectServices,
  workflowId: string,
  blobs: readonly ListedBlob[],
  before: Date,
): Promise<boolean> {
  const isOld = blobs.every(({ last_modified }) => new Date(last_modified) < before);
  return isOld && !(await isWorkflowOpen(temporal, workflowId));
}

async function removeAll({ storage }: CollectServices, blobs: readonly ListedBlob[]): Promise<number> {
  const waiting = blobs.values();
  const lane = async () => {
    for (const blob of waiting) await storage.remove(blob);
  };
  await Promise.all(Array.from({ length: DELETES_AT_ONCE }, lane));
  return blobs.length;
}
