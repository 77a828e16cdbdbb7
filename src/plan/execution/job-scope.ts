import type { Provenance, RunPlanInput } from '../job.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { type Scope, scopeOf } from '../template/evaluate.ts';
import type { Meter } from '../template/meter.ts';

/** What templates see. `nodes`: those that are settled, by id. */
export function jobScope(input: RunPlanInput, started_at: string, nodes: JsonObject, meter: Meter): Scope {
  const { job_id, attempt, asset, inputs } = input;
  const job: JsonValue = {
    id: job_id,
    attempt,
    started_at,
    asset_id: asset?.asset_id ?? null,
    platform_id: asset?.platform_id ?? null,
    version_ordinal: asset?.ordinal ?? null,
    revision: asset?.revision ?? null,
  };
  return scopeOf({ inputs, job, nodes }, meter);
}

export function provenanceOf({ plan, job_id, software_version }: RunPlanInput, completed_at: string): Provenance {
  const { workflow_id, version, plan_hash } = plan;
  return { workflow_id, version, job_id, plan_hash, software_version, completed_at };
}
