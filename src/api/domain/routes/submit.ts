import { hash, randomUUID } from 'node:crypto';
import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import { assetId } from '../../../assets/asset-id.ts';
import type { Actor } from '../../../assets/events.ts';
import type { Once } from '../../../assets/idempotency/once.ts';
import { transactOnce } from '../../../assets/idempotency/transact-once.ts';
import { DEFAULT_PRIORITY } from '../../../assets/insert-job.ts';
import { findSubmission } from '../../../assets/reads/find-submission.ts';
import {
  refuseOtherBody,
  type SubmittedVersion,
  submittedBefore,
  submitVersion,
} from '../../../assets/submit-version.ts';
import { canonicalJson, type JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import { INPUT_PROBLEMS } from '../../shared/problem-codes.ts';
import type { Route } from '../../shared/route.ts';
import { type DomainSubmission, domainSubmitBody } from '../../shared/schemas/bodies.ts';
import { domainAcceptedSubmission } from '../../shared/schemas/replies.ts';
import { requirePlatform } from '../../shared/scopes.ts';
import { defineOnceRoute } from '../once-route.ts';
import { checkCallback } from '../preflight/check-callback.ts';
import { checkInputs } from '../preflight/check-inputs.ts';
import { checkItems } from '../preflight/check-items.ts';
import { checkPlatform } from '../preflight/check-platform.ts';
import { checkReach } from '../preflight/check-reach.ts';
import { refusal } from '../preflight/preflight.ts';
import { resolveDefaultPlan, resolvePlan } from '../preflight/resolve-plan.ts';
import type { DomainServices } from '../services.ts';
import { startCommittedJob } from '../start-committed-job.ts';

export function submitRoute(services: DomainServices): Route {
  return defineOnceRoute(services, {
    method: 'post',
    path: '/api/v1/domain/submit',
    operation_id: 'submitVersion',
    tag: 'Submissions',
    summary: 'Submit a dataset as the next version of its asset',
    scope: 'submit',
    idempotency_key: true,
    body: domainSubmitBody,
    reply: {
      status: 202,
      description: 'Accepted; the same answer for the same submission again.',
      schema: domainAcceptedSubmission,
    },
    problems: [
      ...(['platform_not_allowed', 'request_id_conflict', 'unresolved_version', 'data_type_conflict'] as const),
      ...(['item_belongs_to_another_asset', 'callback_url_refused', 'webhook_secret_missing'] as const),
      ...(['unknown_platform', 'missing_platform_ref', 'unknown_platform_ref', ...INPUT_PROBLEMS] as const),
      ...(['storage_unavailable', 'database_unavailable'] as const),
    ],
    perform: async ({ body, identity, context }, once) => {
      requirePlatform(identity, body.platform_id);
      const submission = { ...body, request_id: body.request_id ?? randomUUID() };
      return submit(services, submission, identity, { name: identity.actor, request_id: context.request_id }, once);
    },
    answer: ({ asset_id, ordinal, request_id, job_id }) => ({
      body: { asset_id, version_ordinal: ordinal, request_id, status: 'accepted' as const, job_id },
    }),
  });
}

type Submission = DomainSubmission & { request_id: string };

async function submit(
  services: DomainServices,
  body: Submission,
  identity: Identity,
  actor: Actor,
  once: Once | null,
): Promise<SubmittedVersion> {
  const request_hash = hashOf(body);
  let checked: Checked;
  try {
    checked = await preflight(services, body, identity);
  } catch (refused) {
    // A repetition has the answer of the first time, even when the blob or the spec is gone by now. One that is not refused
    // is found by the transaction.
    const earlier = await findSubmission(services.pool, body.platform_id, body.request_id);
    if (earlier === undefined) throw refused;
    refuseOtherBody(earlier.request_hash, { request_id: body.request_id, request_hash });
    return transactOnce(services.pool, once, async () => submittedBefore(body.request_id, earlier));
  }
  const { plan, inputs } = checked;
  const { software_version } = services;
  const submission = { ...body, request_hash, plan, inputs, software_version };
  const made = await submitVersion(services.pool, submission, actor, once);
  if (made.created) {
    const asset = { asset_id: made.asset_id, platform_id: body.platform_id, ordinal: made.ordinal, revision: 0 };
    await startCommittedJob(services, {
      job_id: made.job_id,
      attempt: 1,
      retry_request: null,
      asset,
      plan,
      inputs,
      priority: DEFAULT_PRIORITY,
      submitted_by: actor.name,
      software_version,
    });
  }
  return made;
}

interface Checked {
  plan: ExecutionPlan;
  inputs: JsonObject;
}

/** @throws ProblemError with everything that is wrong, before any row is written */
async function preflight(services: DomainServices, body: Submission, identity: Identity): Promise<Checked> {
  const { pool, platforms, specs } = services;
  const [platformFaults, callbackFaults, resolved] = await Promise.all([
    checkPlatform(platforms, body.platform_id, body.platform_refs),
    checkCallback(services, body.platform_id, body.callback_url),
    body.workflow_id === null ? resolveDefaultPlan(specs, body.data_type) : resolvePlan(specs, body.workflow_id),
  ]);
  if (resolved.fault) throw refusal([...platformFaults, ...callbackFaults, resolved.fault]);
  const reach = checkReach(resolved.plan, identity);
  if (reach.length > 0) throw refusal([...platformFaults, ...callbackFaults, ...reach]);
  const checked = await checkInputs(services, resolved.plan, body.input_params);
  const owner = assetId(body.platform_id, body.platform_refs);
  const itemFaults = await checkItems(pool, resolved.plan.inputs, checked.inputs, owner);
  const faults = [...platformFaults, ...callbackFaults, ...checked.faults, ...itemFaults];
  if (faults.length > 0) throw refusal(faults);
  return { plan: resolved.plan, inputs: checked.inputs };
}

/** Over everything but the request id: what has to be the same for two submissions to be one. */
function hashOf({ request_id: _, ...body }: Submission): string {
  return hash('sha256', canonicalJson(body), 'hex');
}
