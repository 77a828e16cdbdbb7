import { hash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../plan/json.ts';

const HASH_LENGTH = 16;

/** A job of an asset version: reprocessing gives the version its next revision, and that a job of its own. */
export function assetJobId(assetId: string, ordinal: number, revision: number): string {
  return `${assetId}-v${ordinal}-r${revision}`;
}

export interface AssetJob {
  asset_id: string;
  ordinal: number;
  revision: number;
}

/** The inverse of `assetJobId`; undefined for the id of a job without an asset, and for what is no job's id. */
export function parseAssetJobId(jobId: string): AssetJob | undefined {
  const [, asset_id, ordinal, revision] = /^([0-9a-f]{32})-v(\d+)-r(\d+)$/.exec(jobId) ?? [];
  return asset_id === undefined ? undefined : { asset_id, ordinal: Number(ordinal), revision: Number(revision) };
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
  return `${workflow_id}-${hash('sha256', canonicalJson(identity), 'hex').slice(0, HASH_LENGTH)}`;
}
