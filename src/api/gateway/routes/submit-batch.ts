import type { z } from 'zod';
import { ProblemError, type RequestFault } from '../../shared/problem.ts';
import { INPUT_PROBLEMS, PROBLEMS } from '../../shared/problem-codes.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { jobBatchBody } from '../../shared/schemas/bodies.ts';
import { acceptedJob, batchAnswer } from '../../shared/schemas/replies.ts';
import { requireUnbound } from '../../shared/scopes.ts';
import { MUTATION_PROBLEMS } from '../problems.ts';
import type { Caller } from '../relay.ts';
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
      'order. Sent again, those that were accepted are the same jobs.',
    scope: 'submit',
    body: jobBatchBody,
    reply: { status: 202, description: 'What became of each.', schema: batchAnswer },
    problems: [...INPUT_PROBLEMS, 'item_belongs_to_another_asset', 'idempotency_key_reused', ...MUTATION_PROBLEMS],
    handle: async ({ body: { jobs }, identity, context }) => {
      requireUnbound(identity);
      const { results, errors } = await submitEach(services, jobs, { identity, context });
      // Nothing has happened, for no fault of the client: to be sent again as it stands.
      if (errors.length === jobs.length && errors.every(({ code }) => PROBLEMS[code].status >= 500)) throw errors[0];
      return { body: { accepted: jobs.length - errors.length, refused: errors.length, results } };
    },
  });
}

async function submitEach(services: GatewayServices, jobs: readonly Job[], caller: Caller) {
  const results: Result[] = [];
  const errors: ProblemError[] = [];
  const open = jobs.entries();
  async function submitSome(): Promise<void> {
    for (const [index, job] of open) {
      try {
        results[index] = { job: await submitOne(services, job, caller), problem: null };
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        errors.push(error);
        results[index] = { job: null, problem: problemAt(index, error) };
      }
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, submitSome));
  return { results, errors };
}

async function submitOne({ domain }: GatewayServices, { workflow_id, ...job }: Job, caller: Caller) {
  return acceptedJob.parse(await domain.post(`/api/jobs/submit/${encodeURIComponent(workflow_id)}`, job, caller));
}

/** Pointers are those of the whole body. */
function problemAt(index: number, { code, message, faults }: ProblemError) {
  const inBatch = ({ pointer, ...fault }: RequestFault) =>
    pointer === undefined ? fault : { pointer: `/jobs/${index}${pointer}`, ...fault };
  const { status, title } = PROBLEMS[code];
  return { code, status, title, detail: message, errors: faults.map(inBatch) };
}
