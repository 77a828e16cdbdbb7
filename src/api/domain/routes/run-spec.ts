import { sentAlongKey } from '../../../assets/sent-along.ts';
import { canonicalJson } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { Diagnostic } from '../../../yaml-compiler/diagnostic.ts';
import { runSpec as operation } from '../../shared/job-operations.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Route } from '../../shared/route.ts';
import { requireNoPlatform } from '../../shared/scopes.ts';
import { acceptedReply, acceptJob } from '../accept-job.ts';
import type { CompileOutcome } from '../compile/compile-pool.ts';
import { defineOnceRoute } from '../once-route.ts';
import { checkJob } from '../preflight/check-job.ts';
import { refuseTooManyRuns } from '../preflight/refuse-too-many-runs.ts';
import type { DomainServices } from '../services.ts';

/** What diagnostics call the spec. */
const FILE = 'spec.yaml';

export function runSpecRoute(services: DomainServices): Route {
  return defineOnceRoute(services, {
    ...operation,
    path: '/api/jobs/run',
    problems: [...operation.problems, 'storage_unavailable', 'database_unavailable'],
    perform: async ({ body: { spec, used_specs, input_params, idempotency_key, ...job }, identity, context }, once) => {
      requireNoPlatform(identity);
      return inTurn(services, identity.actor, async () => {
        await refuseTooManyRuns(services, identity.actor);
        const plan = planOf(await services.compiler.compile(spec, FILE, used_specs));
        const inputs = await checkJob(services, plan, input_params);
        const key = sentAlongKey(idempotency_key ?? canonicalJson({ plan_hash: plan.plan_hash, inputs }));
        const submission = { ...job, plan, inputs, idempotency_key: key, callback_url: null };
        const actor = { name: identity.actor, request_id: context.request_id };
        return acceptJob(services, submission, actor, once);
      });
    },
    answer: acceptedReply,
  });
}

/**
 * Specs of one client are compiled and accepted one after the other, so that others get a thread at once, and that what is
 * unfinished is counted with those that came just before.
 */
async function inTurn<T>({ run_turns }: DomainServices, actor: string, run: () => Promise<T>): Promise<T> {
  const turn = await run_turns.take(actor, run);
  if (turn.kind === 'done') return turn.value;
  const message =
    'This API key has sent more specs than are compiled at a time: send the next when those before are answered.';
  throw new ProblemError('too_many_jobs', message, { headers: { 'Retry-After': '1' } });
}

/** @throws ProblemError where there is none */
function planOf(outcome: CompileOutcome): ExecutionPlan {
  if (outcome.kind === 'too_complex') {
    const message = `Compiling the spec takes more ${outcome.limit} than a spec may: make it smaller, or give data by inputs.`;
    throw new ProblemError('spec_too_complex', message, {
      faults: [{ pointer: '/spec', code: 'spec_too_complex', message }],
    });
  }
  if (outcome.kind === 'busy') {
    const message = 'Too many specs are being compiled at the moment: try again.';
    throw new ProblemError('compiler_busy', message, { headers: { 'Retry-After': '5' } });
  }
  if (outcome.plan === undefined) throw invalidSpec(outcome.diagnostics);
  return outcome.plan;
}

function invalidSpec(diagnostics: readonly Diagnostic[]): ProblemError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const others = errors.length > 1 ? ` And ${errors.length - 1} more: see errors.` : '';
  const message = `The spec cannot be run: line ${first?.line}, column ${first?.column}: ${first?.message}${others}`;
  return new ProblemError('invalid_workflow', message, {
    faults: errors.map(({ code, message, line, column }) => ({ pointer: '/spec', line, column, code, message })),
  });
}
