import { createHash } from 'node:crypto';
import { z } from 'zod';
import { REPLAYED } from '../../shared/idempotency-key.ts';
import { ProblemError, type RequestFault } from '../../shared/problem.ts';
import { INPUT_PROBLEMS, PROBLEMS } from '../../shared/problem-codes.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { jobBatchBody } from '../../shared/schemas/bodies.ts';
import { acceptedJob, batchAnswer } from '../../shared/schemas/replies.ts';
import { requireNoPlatform } from '../../shared/scopes.ts';
import { pathOf } from '../path-of.ts';
import { MUTATION_PROBLEMS } from '../problems.ts';
import type { Caller, ForwardedAnswer } from '../relay.ts';
import type { GatewayServices } from '../services.ts';

/** So many of a batch are under way at a time: others submit as well. */
const AT_A_TIME = 4;

type Job = z.output<typeof jobBatchBody>['jobs'][number];
type Result = z.input<typeof batchAnswer>['results'][number];

export function submitBatchRoute(services: GatewayServices): Route {
  return defineRoute({
    method: 'post',
    path: '/api/gateway/submit/batch',
    operation_id: 'submitGatewayJobs',
    tag: 'Jobs',
    summary: 'Run 1 to 100 jobs that make no asset version',
    description:
      'Each as by `POST /api/gateway/submit`, and each accepted or refused by itself: the answer tells of them in their ' +
      'order. Sent again under the same Idempotency-Key, those that were accepted are not accepted anew, and those that ' +
      'were refused are tried again.',
    scope: 'submit',
    idempotency_key: true,
    body: jobBatchBody,
    reply: { status: 202, description: 'What became of each.', schema: batchAnswer },
    problems: [...INPUT_PROBLEMS, 'item_belongs_to_another_asset', 'platform_not_allowed', ...MUTATION_PROBLEMS],
    handle: async ({ body: { jobs }, idempotency_key, identity, context }) => {
      requireNoPlatform(identity);
      const caller = { identity, context };
      if (idempotency_key !== null) await takeKey(services, jobs, idempotency_key, caller);
      const { results, errors, replayed } = await submitEach(services, jobs, idempotency_key, caller);
      // Nothing has happened, for no fault of the client: to be sent again as it stands.
      if (errors.length === jobs.length && errors.every(({ code }) => PROBLEMS[code].status >= 500)) throw errors[0];
      return {
        body: { accepted: jobs.length - errors.length, refused: errors.length, results },
        headers: replayed === jobs.length ? REPLAYED : {},
      };
    },
  });
}

/** Each job is accepted by itself, so that the key is one for the batch and, made of it, one for every job. */
async function takeKey({ domain }: GatewayServices, jobs: readonly Job[], idempotency_key: string, caller: Caller) {
  await domain.send(
    { method: 'POST', path: '/api/jobs/batches', body: { jobs }, idempotency_key },
    caller,
    z.unknown(),
  );
}

function keyOfJob(key: string | null, index: number): string | null {
  return key === null ? null : `batch ${createHash('sha256').update(key).digest('hex')} ${index}`;
}

async function submitEach(services: GatewayServices, jobs: readonly Job[], key: string | null, caller: Caller) {
  const results: Result[] = [];
  const errors: ProblemError[] = [];
  let replayed = 0;
  const open = jobs.entries();
  async function submitSome(): Promise<void> {
    for (const [index, job] of open) {
      try {
        const answer = await submitOne(services, job, keyOfJob(key, index), caller);
        results[index] = { job: answer.body, problem: null };
        if (answer.replayed) replayed += 1;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        errors.push(error);
        results[index] = { job: null, problem: problemAt(index, error) };
      }
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, submitSome));
  return { results, errors, replayed };
}

function submitOne(
  { domain }: GatewayServices,
  { workflow_id, ...body }: Job,
  idempotency_key: string | null,
  caller: Caller,
): Promise<ForwardedAnswer<typeof acceptedJob>> {
  const path = pathOf('/api/jobs/submit/{workflow_id}', { workflow_id });
  return domain.send({ method: 'POST', path, body, idempotency_key }, caller, acceptedJob);
}

/** Pointers are those of the whole body. */
function problemAt(index: number, { code, message, faults }: ProblemError) {
  const inBatch = ({ pointer, ...fault }: RequestFault) =>
    pointer === undefined ? fault : { pointer: `/jobs/${index}${pointer}`, ...fault };
  const { status, title } = PROBLEMS[code];
  return { code, status, title, detail: message, errors: faults.map(inBatch) };
}
