import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../../plan/json.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';

/** Of a plan with the plans in it, as JSON: it travels in the workflow's input, and Temporal refuses 2 MB. */
export const MAX_PLAN_BYTES = 1_048_576;

export type UnsealedPlan = Omit<ExecutionPlan, 'plan_hash'>;

/** The plan's own size as JSON, without the plans that it uses. */
export function bytesOf({ uses: _, ...own }: UnsealedPlan): number {
  return Buffer.byteLength(JSON.stringify(own));
}

export function seal(plan: UnsealedPlan): ExecutionPlan {
  // Once through JSON, so that the hash is of exactly what a job row and a workflow's input will hold.
  const plain = JSON.parse(JSON.stringify(plan)) as UnsealedPlan & JsonObject;
  return { ...plain, plan_hash: createHash('sha256').update(canonicalJson(plain)).digest('hex') };
}
