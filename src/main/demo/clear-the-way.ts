import { CliError } from '../../cli/cli-error.ts';
import type { GatewayClient, Version } from '../../cli/gateway-client/gateway-client.ts';
import { followJobs } from '../../cli/progress/follow-jobs.ts';
import { SILENT_VIEW } from '../../cli/progress/views.ts';

const REASON = 'Left unresolved by an earlier run of the demo.';

/**
 * A version that a demo before this one has left unresolved stands in the way of the next, so it is rejected.
 *
 * @returns how many versions there are
 */
export async function clearTheWay(
  gateway: GatewayClient,
  assetId: string,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<number> {
  const versions = await gateway.versions(assetId).catch(otherwise([], 'asset_not_found'));
  for (const version of versions) {
    if (version.approval_state !== 'pending_review') continue;
    const { version_ordinal: ordinal, processing_state } = version;
    report(`  An earlier run left version ${ordinal} unresolved (${processing_state}); rejecting it.`);
    if (['queued', 'processing'].includes(processing_state)) await endJob(gateway, version, signal);
    await gateway.reject(assetId, ordinal, { rejection_reason: REASON });
  }
  return versions.length;
}

async function endJob(gateway: GatewayClient, { request_id }: Version, signal: AbortSignal): Promise<void> {
  const { job_id } = await gateway.lookUp(request_id);
  await gateway.request(job_id, 'cancel').catch(otherwise(undefined, 'job_already_ended', 'job_not_started'));
  await followJobs(gateway, [job_id], SILENT_VIEW, signal);
}

function otherwise<T>(value: T, ...codes: string[]): (error: unknown) => T {
  return (error) => {
    if (error instanceof CliError && codes.includes(error.code)) return value;
    throw error;
  };
}
