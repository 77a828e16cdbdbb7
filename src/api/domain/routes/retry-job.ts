import { readRetryableJob } from '../../../assets/reads/read-retryable-job.ts';
import { refuseUnlessRetryable, retryJob } from '../../../assets/retry-job.ts';
import { MOST_NAMED_AGAIN } from '../../../assets/timeline/append-items-again.ts';
import { itemsLeft } from '../../../plan/execution/items/items-left.ts';
import { resumeFrom } from '../../../plan/execution/resume.ts';
import { FaultError } from '../../../plan/fault.ts';
import { isSettled } from '../../../plan/graph-run.ts';
import type { JobSnapshot, RetryRequest } from '../../../plan/job.ts';
import { retryJob as operation } from '../../shared/job-operations.ts';
import { pointerOf } from '../../shared/pointer.ts';
import { ProblemError } from '../../shared/problem.ts';
import { isProblemCode } from '../../shared/problem-codes.ts';
import type { Route } from '../../shared/route.ts';
import { requireOperatorForOutputs } from '../../shared/scopes.ts';
import { defineOnceRoute } from '../once-route.ts';
import { checkOutputs } from '../preflight/check-outputs.ts';
import { refusal } from '../preflight/preflight.ts';
import type { DomainServices } from '../services.ts';
import { startCommittedJob } from '../start-committed-job.ts';
import { readSnapshot } from '../temporal/read-snapshot.ts';

export function retryJobRoute(services: DomainServices): Route {
  const { pool, temporal } = services;
  return defineOnceRoute(services, {
    ...operation,
    path: '/api/jobs/{job_id}/retry',
    problems: [...operation.problems, 'worker_unavailable', 'temporal_unavailable', 'database_unavailable'],
    perform: async ({ params: { job_id }, body, identity, context }, once) => {
      requireOperatorForOutputs(identity, body);
      const job = await readRetryableJob(pool, job_id, identity.platform_id);
      if (job === undefined) throw new ProblemError('job_not_found', `There is no job ${job_id}.`);
      refuseUnlessRetryable(job, job.attempt);
      const { outputs = {}, item_outputs = {} } = body;
      const { given, faults } = checkOutputs(job.plan, { outputs, item_outputs }, services.contracts);
      if (faults.length > 0) throw refusal(faults);
      const request = withoutEmpty({ ...body, ...given });
      // Tried before anything changes: a job that cannot go on stays as it ended.
      const resumed = resumeOrRefuse(job.plan, await readSnapshot(temporal, job_id), request);
      const kept = keptNodes(resumed, request);
      const items = itemsLeft(resumed, MOST_NAMED_AGAIN);
      const actor = { name: identity.actor, request_id: context.request_id };
      const attempt = await retryJob(pool, { job_id, attempt: job.attempt, request, kept, items }, actor, once);
      await startCommittedJob(services, { ...job, attempt, retry_request: request });
      return attempt;
    },
    answer: (attempt, { params: { job_id } }) => ({ body: { job_id, attempt, status: 'pending' as const } }),
  });
}

/** @throws ProblemError where the request names what the job does not have, with its place */
function resumeOrRefuse(...[plan, snapshot, request]: Parameters<typeof resumeFrom>): JobSnapshot {
  try {
    return resumeFrom(plan, snapshot, request);
  } catch (error) {
    const { code = '', message = '', detail } = error instanceof FaultError ? error.fault : {};
    if (!isProblemCode(code) || !Array.isArray(detail?.path)) throw error;
    const pointer = pointerOf(detail.path as (string | number)[]);
    throw new ProblemError(code, message, { faults: [{ pointer, code, message }], cause: error });
  }
}

/** What is given by hand is told of by the new attempt, as what it is. */
function keptNodes({ nodes }: JobSnapshot, { outputs = {} }: RetryRequest): string[] {
  return Object.keys(nodes).filter((id) => isSettled(nodes[id]?.state ?? 'pending') && !Object.hasOwn(outputs, id));
}

type Optional<T> = { [K in keyof T]?: T[K] | undefined };

/** What a request does not name it does not speak of. */
function withoutEmpty(request: Optional<RetryRequest>): RetryRequest {
  const named = Object.entries(request).filter(([, value]) => value !== undefined && Object.keys(value).length > 0);
  return Object.fromEntries(named) as RetryRequest;
}
