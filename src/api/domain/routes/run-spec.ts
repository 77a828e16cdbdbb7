import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { Diagnostic } from '../../../yaml-compiler/diagnostic.ts';
import { runSpec as operation } from '../../shared/job-operations.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { acceptJob } from '../accept-job.ts';
import { checkJob } from '../preflight/check-job.ts';
import type { DomainServices } from '../services.ts';

/** What diagnostics call the spec. */
const FILE = 'spec.yaml';

export function runSpecRoute(services: DomainServices): Route {
  return defineRoute({
    ...operation,
    path: '/api/jobs/run',
    problems: [...operation.problems, 'storage_unavailable', 'database_unavailable'],
    handle: async ({ body: { spec, input_params, idempotency_key, ...job }, identity, context }) => {
      const { plan, diagnostics } = await services.compileSpec(spec, FILE);
      if (plan === undefined) throw invalidSpec(diagnostics);
      const checked = await checkJob(services, plan, input_params, (inputs) =>
        adHocKey(idempotency_key ?? canonicalJson({ plan_hash: plan.plan_hash, inputs })),
      );
      const submission = { ...job, ...checked, plan, callback_url: null };
      const actor = { name: identity.actor, request_id: context.request_id };
      return { body: await acceptJob(services, submission, actor) };
    },
  });
}

/** A key of its own, so that it is never taken for the registered spec of the same id and version. */
function adHocKey(identity: string): string {
  return `run ${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`;
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

export type CompileSpec = (
  source: string,
  file: string,
) => Promise<{ plan: ExecutionPlan | undefined; diagnostics: Diagnostic[] }>;
