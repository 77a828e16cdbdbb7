import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { createRasterValidate } from '../../../src/activities/raster_validate/activity.ts';
import { rasterValidateContract } from '../../../src/activities/raster_validate/contract.ts';
import { type Fault, FaultError } from '../../../src/plan/fault.ts';
import type { BlobRef } from '../../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './activity-context.ts';
import { store } from './storage.ts';

/** What raster_validate says of a blob. */
export async function validate(t: TestContext, ref: BlobRef, more: object = {}) {
  const activity = createRasterValidate({ store, gdal: await gdalForTest() });
  const input = rasterValidateContract.input.parse({ ...ref, ...more });
  return rasterValidateContract.output.parse(await activity.run(input, await activityContext(t)));
}

/** The fault with which raster_validate refuses a blob, one of those in its contract. */
export async function faultOf(t: TestContext, ref: BlobRef, more: object = {}): Promise<Fault> {
  const error = await validate(t, ref, more).then(
    () => assert.fail('it was not refused'),
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.retryable, false);
  assert.ok(error.fault.code in rasterValidateContract.errors, `${error.fault.code} is not in the contract`);
  assert.doesNotMatch(JSON.stringify(error.fault), /sig=|vsiaz|SharedAccess/);
  return error.fault;
}

/** The codes of all findings, the first of which is the fault's own. */
export async function codesOfRefusal(t: TestContext, ref: BlobRef, more: object = {}): Promise<string[]> {
  const fault = await faultOf(t, ref, more);
  const findings = (fault.detail?.findings ?? [{ code: fault.code }]) as { code: string }[];
  assert.equal(findings[0]?.code, fault.code);
  return findings.map(({ code }) => code);
}
