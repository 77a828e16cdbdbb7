import { FaultError } from '../../plan/fault.ts';
import { type AssetOperation, type AssetRefusal, type AssetState, assetStep, type Guard } from './asset.ts';

interface Asset extends AssetState {
  asset_id: string;
}

/**
 * What the operation makes of the asset's state.
 *
 * @param stands whether what a guard speaks of is the case
 * @throws FaultError with the code that the table has for it
 */
export async function stepAsset(
  operation: AssetOperation,
  asset: Asset,
  stands: (guard: Guard) => Promise<boolean>,
): Promise<AssetState> {
  const step = assetStep(operation, asset);
  if ('refused' in step) throw refusal(step.refused, asset);
  if (step.unless !== undefined && (await stands(step.unless))) throw refusal(step.unless, asset);
  return { clearance: asset.clearance, presence: asset.presence, ...step.to };
}

/** The same of an operation that no guard stands before. */
export function stepUnguarded(operation: 'submit' | 'change_version', asset: Asset): void {
  const step = assetStep(operation, asset);
  if ('refused' in step) throw refusal(step.refused, asset);
}

function refusal(code: AssetRefusal, { asset_id }: Asset): FaultError {
  return new FaultError({ code, message: `The asset ${asset_id} ${REFUSALS[code]}` });
}

const REFUSALS: Readonly<Record<AssetRefusal, string>> = {
  asset_deleted: 'is deleted. Restore it first.',
  asset_not_deleted: 'is not deleted: there is nothing to restore.',
  asset_not_cleared: 'is not cleared for official use yet. Mark it cleared before it is made public.',
  asset_already_cleared: 'is cleared for official use already.',
  asset_already_public: 'is public already; clearance is not taken back.',
  no_approved_version: 'has no approved version. Approve one before it is made public.',
  job_running: 'has a job that has not ended. Wait for its end, cancel it, or delete with cancel_jobs=true.',
};
