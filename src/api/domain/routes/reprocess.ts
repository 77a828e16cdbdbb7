import { versionNotFound } from '../../../assets/lock-version.ts';
import { type ReprocessableVersion, readReprocessable } from '../../../assets/reads/read-reprocessable.ts';
import { refuseUnlessReprocessable, reprocessVersion } from '../../../assets/reprocess-version.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import { etagOf } from '../../shared/etag.ts';
import { reprocessVersion as operation } from '../../shared/operations.ts';
import { summaryOf } from '../../shared/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Route } from '../../shared/route.ts';
import { actorOf } from '../actor-of.ts';
import { defineOnceRoute } from '../once-route.ts';
import { checkInputs } from '../preflight/check-inputs.ts';
import { checkItems } from '../preflight/check-items.ts';
import type { PreflightFault } from '../preflight/preflight.ts';
import { resolvePlan } from '../preflight/resolve-plan.ts';
import type { DomainServices } from '../services.ts';
import { startCommittedJob } from '../start-committed-job.ts';

export function reprocessRoute(services: DomainServices): Route {
  const { pool, software_version } = services;
  return defineOnceRoute(services, {
    ...operation,
    path: '/api/v1/domain/assets/{asset_id}/versions/{ordinal}/reprocess',
    problems: [...operation.problems, 'storage_unavailable', 'database_unavailable'],
    perform: async (call, once) => {
      const ref = { ...call.params, platform_id: call.identity.platform_id, expected: call.if_match };
      const version = await readReprocessable(pool, ref);
      if (version === undefined) throw versionNotFound(ref);
      refuseUnlessReprocessable(version, ref.expected);
      const made = await preflight(services, version);
      const reprocessed = await reprocessVersion(pool, { ...ref, ...made, software_version }, actorOf(call), once);
      const { job_id, platform_id, revision, priority, submitted_by } = reprocessed;
      const asset = { asset_id: ref.asset_id, platform_id, ordinal: ref.ordinal, revision };
      const job = { job_id, asset, ...made, priority, submitted_by, software_version };
      await startCommittedJob(services, { ...job, attempt: 1, retry_request: null });
      return reprocessed;
    },
    answer: ({ asset_id, version_ordinal, processing_state, approval_state, revision, row_version }) => ({
      body: { asset_id, version_ordinal, processing_state, approval_state, revision },
      headers: { ETag: etagOf(row_version) },
    }),
  });
}

/** The plan of the workflow as it is now, and the inputs of the job before, checked as those of a submission are. */
async function preflight(
  services: DomainServices,
  version: ReprocessableVersion,
): Promise<{ plan: ExecutionPlan; inputs: JsonObject }> {
  const { pool, specs } = services;
  const { plan, fault } = await resolvePlan(specs, version.workflow_id);
  if (fault) throw refusalOf([fault]);
  const checked = await checkInputs(services, plan, version.inputs);
  const itemFaults = await checkItems(pool, plan.inputs, checked.inputs, version.asset_id);
  const faults = [...checked.faults, ...itemFaults];
  if (faults.length > 0) throw refusalOf(faults);
  return { plan, inputs: checked.inputs };
}

/** Their pointers would point into a body that this request does not have. */
function refusalOf(faults: readonly PreflightFault[]): ProblemError {
  return new ProblemError(faults[0]?.problem ?? 'invalid_inputs', summaryOf(faults), {
    faults: faults.map(({ code, message }) => ({ code, message })),
  });
}
