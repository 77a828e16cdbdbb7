import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../plan/json.ts';

const HASH_LENGTH = 16;

/** A job of an asset version: reprocessing gives the version its next revision, and that a job of its own. */
export function assetJobId(assetId: string, ordinal: number, revision: number): string {
  return `${assetId}-v${ordinal}-r${revision}`;
}

export interface StandaloneJob {
  workflow_id: string;
  version: number;
  inputs: JsonObject;
  idempotency_key: string | null;
}

/**
 * A job without an asset: the same spec, version and inputs are the same job, unless an idempotency key says which
 * submissions are the same.
 */
export function standaloneJobId({ workflow_id, version, inputs, idempotency_key }: StandaloneJob): string {
  const identity: JsonObject =
    idempotency_key === null ? { workflow_id, version, inputs } : { workflow_id, version, idempotency_key };
  const hash = createHash('sha256').update(canonicalJson(identity)).digest('hex');
  return `${workflow_id}-${hash.slice(0, HASH_LENGTH)}`;
}
