import type { DataType } from '../../assets/states.ts';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import type { AcceptedSubmission } from '../gateway-client/gateway-client.ts';
import { collectInputs, type InputOptions, readPairs } from '../inputs.ts';
import { type ReplyOptions, tellAccepted } from './tell-accepted.ts';

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
  const accepted = await gateway.submitAsset(body);
  const findJobId = async () => (await gateway.lookUp(accepted.request_id)).job_id;
  return tellAccepted(
    { answer: accepted, text: textOf(accepted), follow: accepted.request_id, findJobId },
    options,
    context,
  );
}

function textOf({ asset_id, version_ordinal, request_id }: AcceptedSubmission): string {
  return `Accepted: version ${version_ordinal} of the asset ${asset_id}, request ${request_id}.`;
}
