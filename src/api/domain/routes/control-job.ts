import { readJob } from '../../../assets/reads/read-job.ts';
import { type JobRequest, recordJobRequest } from '../../../assets/record-job-request.ts';
import { hasEnded } from '../../../assets/states.ts';
import { cancelJob, pauseJob, resumeJob } from '../../shared/job-operations.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import type { DomainServices } from '../services.ts';
import { type Control, controlJob } from '../temporal/control-job.ts';

export function controlJobRoutes(services: DomainServices): Route[] {
  return [
    controlRoute(services, cancelJob, 'cancel'),
    controlRoute(services, pauseJob, 'pause'),
    controlRoute(services, resumeJob, 'resume'),
  ];
}

const REQUESTS: Readonly<Record<Control, JobRequest>> = { cancel: 'Cancel', pause: 'Pause', resume: 'Resume' };

function controlRoute({ pool, temporal }: DomainServices, operation: typeof cancelJob, control: Control): Route {
  return defineRoute({
    ...operation,
    path: `/api/jobs/{job_id}/${control}`,
    problems: [...operation.problems, 'temporal_unavailable', 'database_unavailable'],
    handle: async ({ params, identity, context }) => {
      const job = await readJob(pool, params.job_id, { platform_id: identity.platform_id, deleted_too: true });
      if (job === undefined) throw new ProblemError('job_not_found', `There is no job ${params.job_id}.`);
      if (hasEnded(job.state)) throw new ProblemError('job_already_ended', `The job is ${job.state} already.`);
      const asked_at = new Date().toISOString();
      if (!(await controlJob(temporal, job.job_id, control))) {
        throw new ProblemError(
          'job_not_started',
          'The job has no running workflow at the moment. Try again in some seconds.',
        );
      }
      const actor = { name: identity.actor, request_id: context.request_id };
      await recordJobRequest(pool, job.job_id, REQUESTS[control], actor, asked_at);
      return { body: { job_id: job.job_id, status: `${control}_requested` as const } };
    },
  });
}
