import { readJob } from '../../../assets/reads/read-job.ts';
import { recordCancelRequest } from '../../../assets/record-cancel-request.ts';
import { hasEnded } from '../../../assets/states.ts';
import { cancelJob } from '../../shared/operations.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import type { DomainServices } from '../services.ts';
import { requestCancel } from '../temporal/cancel-job.ts';

export function cancelJobRoute({ pool, temporal }: DomainServices): Route {
  return defineRoute({
    ...cancelJob,
    path: '/api/jobs/{job_id}/cancel',
    problems: [...cancelJob.problems, 'temporal_unavailable', 'database_unavailable'],
    handle: async ({ params, identity, context }) => {
      const job = await readJob(pool, params.job_id, identity.platform_id);
      if (job === undefined) throw new ProblemError('job_not_found', `There is no job ${params.job_id}.`);
      if (hasEnded(job.state)) throw new ProblemError('job_already_ended', `The job is ${job.state} already.`);
      if (!(await requestCancel(temporal, job.job_id))) {
        throw new ProblemError(
          'job_not_started',
          'The job has no running workflow at the moment. Try again in some seconds.',
        );
      }
      await recordCancelRequest(pool, job.job_id, { name: identity.actor, request_id: context.request_id });
      return { body: { job_id: job.job_id, status: 'cancel_requested' as const } };
    },
  });
}
