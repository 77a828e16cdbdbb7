import { type DataType, hasEnded } from '../../assets/states.ts';
import type { JobState } from '../../plan/job.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { findSubmission } from '../find-job.ts';
import type { AcceptedSubmission, GatewayClient } from '../gateway-client/gateway-client.ts';
import { collectInputs, type InputOptions, readPairs } from '../inputs.ts';
import { type ReplyOptions, tellAccepted } from './tell-accepted.ts';
import { retryHint } from './tell-job.ts';

export interface AssetOptions extends InputOptions, ReplyOptions {
  ref?: string[] | undefined;
  dataType?: DataType | undefined;
  workflow?: string | undefined;
  requestId?: string | undefined;
  versionLabel?: string | undefined;
  submittedBy?: string | undefined;
  callbackUrl?: string | undefined;
}

/** Submits a version of an asset, as a platform's client does. */
export async function submitAsset(options: AssetOptions & { platform: string }, context: CliContext): Promise<number> {
  if (options.dataType === undefined) throw usageError('--platform needs --data-type raster or vector.');
  const body = {
    platform_id: options.platform,
    platform_refs: readPairs('--ref', options.ref ?? []),
    data_type: options.dataType,
    workflow_id: options.workflow ?? null,
    request_id: options.requestId ?? null,
    version_label: options.versionLabel ?? null,
    submitted_by: options.submittedBy ?? null,
    callback_url: options.callbackUrl ?? null,
    input_params: await collectInputs(options),
  };
  const gateway = context.gateway();
  const state = await stateBefore(gateway, options.requestId);
  const accepted = await gateway.submitAsset(body);
  const findJobId = async () => (await gateway.lookUp(accepted.request_id)).job_id;
  const text = await textOf(accepted, state, findJobId);
  return tellAccepted({ answer: accepted, text, state, follow: accepted.request_id, findJobId }, options, context);
}

/**
 * A request id may be one of before, and the answer to it is the same as it was. How its job stands is asked for first: a new one may have
 * ended by the time that its answer is here.
 */
async function stateBefore(gateway: GatewayClient, requestId: string | undefined): Promise<JobState> {
  if (requestId === undefined) return 'pending';
  try {
    const state = (await findSubmission(gateway, requestId))?.status.processing_state ?? 'queued';
    return state === 'queued' || state === 'processing' ? 'pending' : state;
  } catch (error) {
    // A key that may submit need not be one that may read.
    if (error instanceof CliError && error.code === 'insufficient_scope') return 'pending';
    throw error;
  }
}

async function textOf(
  { asset_id, version_ordinal, request_id }: AcceptedSubmission,
  state: JobState,
  findJobId: () => Promise<string>,
): Promise<string> {
  const version = `version ${version_ordinal} of the asset ${asset_id}, request ${request_id}`;
  if (!hasEnded(state)) return `Accepted: ${version}.`;
  const ended = `Accepted before: ${version}, is ${state} already.`;
  return state === 'completed' ? ended : `${ended}\n${retryHint(await findJobId())}`;
}
