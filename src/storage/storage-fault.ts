import { FaultError } from '../plan/fault.ts';
import { blobLabel } from './blob-label.ts';
import type { BlobRef } from './blob-store.ts';

/** What the Azure SDK's errors have; matched by shape, since the class may come from a second copy of the library. */
interface AzureError {
  name: string;
  statusCode?: number;
  code?: string;
}

/** Node's codes for a connection that could not be made or broke in the middle of a stream. */
const NETWORK_CODES =
  /^(ECONN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE)/;

type Explain = (ref: BlobRef) => { code: string; message: string };

const BY_AZURE_CODE: Readonly<Record<string, Explain>> = {
  BlobNotFound: sourceNotFound,
  ContainerNotFound: (ref) => ({
    code: 'container_not_found',
    message: `There is no container ${ref.container_name} in the storage account.`,
  }),
  BlobAlreadyExists: (ref) => ({
    code: 'blob_exists',
    message: `There is a blob at ${blobLabel(ref)} already and it is not replaced. Choose another name or remove it.`,
  }),
  ConditionNotMet: (ref) => ({
    code: 'source_changed',
    message: `The blob ${blobLabel(ref)} was replaced after it was looked at. Submit it again.`,
  }),
};

function sourceNotFound(ref: BlobRef): { code: string; message: string } {
  return { code: 'source_not_found', message: `There is no blob ${blobLabel(ref)} in the storage account.` };
}

/**
 * The fault that an error of the Azure SDK stands for. Its cause is left out on purpose: the SDK's errors carry the
 * request with its token.
 *
 * @param signal that the operation heeded: what was aborted since it got no answer in time stands for a storage that is away
 */
export function storageFault(error: unknown, ref: BlobRef, doing: string, signal?: AbortSignal): Error {
  if (error instanceof FaultError) return error;
  if (!isAzureError(error)) return error instanceof Error ? error : new Error(String(error));
  if (isTimeout(signal?.reason)) return unavailable(signal.reason, doing);
  if (error.name === 'AbortError') return new DOMException(`${doing} was aborted`, 'AbortError');
  const explain = BY_AZURE_CODE[error.code ?? ''] ?? (error.statusCode === 404 ? sourceNotFound : undefined);
  if (explain) return new FaultError(explain(ref));
  return unavailable(error, doing);
}

/** True for errors that mean: there is nothing of that name. */
export function isAbsent(error: unknown): boolean {
  return isAzureError(error) && error.statusCode === 404;
}

/** True for the error that a range past the blob's end gets. */
export function isRangeBeyondEnd(error: unknown): boolean {
  return isAzureError(error) && error.statusCode === 416;
}

/** Whether the storage itself is away, and not only this identity refused. */
export function isStorageAway(error: unknown): boolean {
  if (!(error instanceof FaultError) || error.fault.code !== 'storage_unavailable') return false;
  const status = error.fault.detail?.status;
  return typeof status !== 'number' || status >= 500;
}

/** Without asking it, since it was found to be away. */
export function storageAway(retryAfterS: number): FaultError {
  const message = `The storage account could not be reached of late, and is not asked for another ${retryAfterS} s.`;
  return new FaultError({ code: 'storage_unavailable', message }, { retryable: true });
}

function isTimeout(reason: unknown): reason is Error {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

function unavailable(error: AzureError, doing: string): FaultError {
  const denied = error.statusCode === 401 || error.statusCode === 403;
  const status = error.statusCode ?? null;
  const azureCode = error.code ?? error.name;
  const message = denied
    ? `The storage account refused ${doing} (${status} ${azureCode}): the identity lacks a role such as Storage Blob Data Contributor, or Storage Blob Delegator for reads by GDAL.`
    : `The storage account could not be reached for ${doing} (${status ?? 'no answer'} ${azureCode}).`;
  return new FaultError(
    { code: 'storage_unavailable', message, detail: { status, azure_code: azureCode } },
    { retryable: true },
  );
}

function isAzureError(error: unknown): error is AzureError {
  if (!(error instanceof Error)) return false;
  if (['AbortError', 'RestError', 'AggregateAuthenticationError'].includes(error.name)) return true;
  if (/^(Credential|Authentication)/.test(error.name) || 'statusCode' in error) return true;
  return 'code' in error && NETWORK_CODES.test(String(error.code));
}
