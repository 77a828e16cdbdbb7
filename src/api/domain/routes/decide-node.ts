import { readJob } from '../../../assets/reads/read-job.ts';
import { readJobNodes } from '../../../assets/reads/read-job-nodes.ts';
import { recordDecision } from '../../../assets/record-decision.ts';
import { decideNode as operation } from '../../shared/job-operations.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import type { DomainServices } from '../services.ts';
import { decideNode } from '../temporal/decide-node.ts';

export function decideNodeRoute({ pool, temporal }: DomainServices): Route {
  return defineRoute({
    ...operation,
    path: '/api/jobs/{job_id}/nodes/{node_id}/decision',
    problems: [...operation.problems, 'worker_unavailable', 'temporal_unavailable', 'database_unavailable'],
    handle: async ({ params: { job_id, node_id }, body, identity, context }) => {
      const job = await readJob(pool, job_id, { platform_id: identity.platform_id, deleted_too: true });
      if (job === undefined) throw new ProblemError('job_not_found', `There is no job ${job_id}.`);
      const node = (await readJobNodes(pool, job_id)).find((each) => each.node_id === node_id);
      if (node === undefined) throw new ProblemError('node_not_found', `The job has no node ${node_id}.`);
      if (node.kind !== 'approval') {
        throw new ProblemError(
          'node_not_waiting',
          `The node ${node_id} is a ${node.kind}; only approvals are decided.`,
        );
      }
      // Whether it waits is the workflow's to say: the row may be behind.
      const decision = { node_id, approved: body.approved, by: identity.actor, comment: body.comment };
      const decided_at = new Date().toISOString();
      await decideNode(temporal, job_id, decision);
      const actor = { name: identity.actor, request_id: context.request_id };
      await recordDecision(pool, job_id, decision, actor, decided_at);
      return { body: { job_id, node_id, approved: body.approved, by: identity.actor } };
    },
  });
}
