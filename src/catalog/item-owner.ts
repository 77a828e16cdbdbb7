import { type AssetJob, parseAssetJobId } from '../assets/job-id.ts';
import { type Fault, FaultError } from '../plan/fault.ts';
import { isJsonObject, type JsonObject } from '../plan/json.ts';

/** The property of an item that says which job put it there, and so whose it is. */
export const JOB_PROPERTY = 'rhumbline:job_id';

/**
 * Whose an item is: the asset of the job that registered it. Those of jobs without an asset have no owner but whoever runs the service,
 * since only keys of no platform submit such jobs: any of them may replace what any other has registered.
 */
export type ItemOwner = string | null;

/** @param jobId may be that of a child workflow: `<job>/<node>` */
function ownerOfJob(jobId: string): ItemOwner {
  return assetOfJob(jobId) ?? null;
}

export function assetOfJob(jobId: string): string | undefined {
  return versionOfJob(jobId)?.asset_id;
}

/** The asset's version that a job makes, or that its parent makes; undefined for a job without an asset. */
export function versionOfJob(jobId: string): AssetJob | undefined {
  return parseAssetJobId(rootOf(jobId));
}

/**
 * Why an owner may not have an item of this id; undefined when it may. Ids that are an asset job's are that asset's even
 * before there is such an item, because they are what items are called by default.
 *
 * @param registeredBy the job that put the item there; null where it is not known; undefined where there is no item
 */
export function foreignItemFault(
  itemId: string,
  registeredBy: string | null | undefined,
  owner: ItemOwner,
): Fault | undefined {
  if (registeredBy === null) return notReplaceable(itemId, 'was not made here');
  const namesake = parseAssetJobId(itemId)?.asset_id ?? owner;
  const holder = registeredBy === undefined ? namesake : ownerOfJob(registeredBy);
  if (holder === owner) return undefined;
  return notReplaceable(itemId, `belongs to ${owner === null ? 'an asset' : 'another asset, or to a job without one'}`);
}

function notReplaceable(itemId: string, why: string): Fault {
  const message = `The item ${itemId} ${why}, and cannot be replaced. Choose another item_id, or give none.`;
  return { code: 'item_belongs_to_another_asset', message };
}

/** @throws FaultError `item_belongs_to_another_asset`, `item_superseded` */
export function refuseReplacement(itemId: string, existing: JsonObject | undefined, jobId: string): void {
  const registeredBy = existing && jobOf(existing);
  const foreign = foreignItemFault(itemId, registeredBy, ownerOfJob(jobId));
  if (foreign) throw new FaultError(foreign);
  if (typeof registeredBy !== 'string' || !isLater(registeredBy, jobId)) return;
  const message = `The item ${itemId} is there from a later version or revision of its asset, ${registeredBy}, and stays.`;
  throw new FaultError({ code: 'item_superseded', message });
}

function jobOf({ properties }: JsonObject): string | null {
  const job = isJsonObject(properties) ? properties[JOB_PROPERTY] : null;
  return typeof job === 'string' ? job : null;
}

function isLater(jobId: string, other: string): boolean {
  const [job, than] = [versionOfJob(jobId), versionOfJob(other)];
  if (job === undefined || than === undefined) return false;
  return job.ordinal === than.ordinal ? job.revision > than.revision : job.ordinal > than.ordinal;
}

/** The job itself, of that of a child workflow. */
export function rootOf(jobId: string): string {
  return jobId.split('/')[0] ?? jobId;
}
